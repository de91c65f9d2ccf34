"""
Make the buckets that are missing and say what of them anybody may read; harmless when repeated.

    python deploy/storage_init.py umeed-media=pictures/ saleor-media= saleor-private

``name=prefix`` lets anybody read what lies below the prefix (all of it, where the prefix is empty), never
list or write; a bare name is private. "Anybody" is who reaches the storage's port: the reverse proxy, and no
one outside.
"""

import json
import os
import sys

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError


def policy(bucket: str, prefix: str) -> str:
    return json.dumps(
        {
            "Version": "2012-10-17",
            "Statement": [
                {
                    "Sid": "ReadOnly",
                    "Effect": "Allow",
                    "Principal": "*",
                    "Action": "s3:GetObject",
                    "Resource": f"arn:aws:s3:::{bucket}/{prefix}*",
                }
            ],
        }
    )


def prepare(wishes: list[str]) -> None:
    region = os.environ["AWS_S3_REGION_NAME"]
    s3 = boto3.client(
        "s3",
        endpoint_url=os.environ.get("AWS_S3_ENDPOINT_URL") or None,
        region_name=region,
        aws_access_key_id=os.environ["AWS_ACCESS_KEY_ID"],
        aws_secret_access_key=os.environ["AWS_SECRET_ACCESS_KEY"],
        config=Config(signature_version="s3v4", s3={"addressing_style": "path"}),
    )
    for wish in wishes:
        bucket, is_public, prefix = wish.partition("=")
        try:
            s3.create_bucket(Bucket=bucket, CreateBucketConfiguration={"LocationConstraint": region})
        except ClientError as error:
            if error.response["Error"]["Code"] not in ("BucketAlreadyOwnedByYou", "BucketAlreadyExists"):
                raise
        if is_public:
            s3.put_bucket_policy(Bucket=bucket, Policy=policy(bucket, prefix))
        else:
            s3.delete_bucket_policy(Bucket=bucket)
        readable = f"anybody reads {prefix}*" if is_public else "private"
        sys.stdout.write(f"{bucket}: {readable}\n")


if __name__ == "__main__":
    prepare(sys.argv[1:])
