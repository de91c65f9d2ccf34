from tests.certification.certificates.conftest import people, shawl

__all__ = ["people", "shawl"]
