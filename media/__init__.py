"""Media: photographs in, renditions out; documents to print, and codes to scan.

This room checks every uploaded picture, strips what it says about people and places, keeps one clean
original under the hash of what was uploaded, and makes the sizes and formats that pages ask for. Others
keep only the picture's key. It knows nothing of products. The files live in Django's default storage
(a local folder, or a bucket), never in this folder, which is code.
"""
