"""Uploads one file with tuspy, through whatever happens to the server, and prints the digest that it answers.

Arguments: server, token, file, bytes of a piece. Before each piece it prints `at OFFSET` and waits for a line, so that
whoever runs it decides when it goes on; at the end `digest DIGEST`. Also, with `digest FILE`: the digest of a file, made
here without the product's code.
"""

import hashlib
import os
import sys
import time

CHUNK = 1 << 20


def tree(hashes):
    """RFC 6962, section 2.1, over SM3."""
    if len(hashes) == 1:
        return hashes[0]
    left = 1
    while left * 2 < len(hashes):
        left *= 2
    return hashlib.new("sm3", b"\x01" + tree(hashes[:left]) + tree(hashes[left:])).digest()


def digest(path):
    hashes = []
    with open(path, "rb") as file:
        while chunk := file.read(CHUNK):
            hashes.append(hashlib.new("sm3", b"\x00" + chunk).digest())
    return tree(hashes).hex()


def persist(ask):
    """tuspy goes on with an upload after a failure; what it asks before and what we ask after it must do so too."""
    import requests
    from tusclient.exceptions import TusCommunicationError

    for _ in range(600):
        try:
            return ask()
        except (requests.RequestException, TusCommunicationError, KeyError):
            time.sleep(0.1)
    return ask()


def upload(server, token, path, piece):
    import requests
    from tusclient import client

    headers = {"Authorization": "Bearer " + token}
    tus = client.TusClient(server + "/api/uploads", headers=headers)
    uploader = tus.uploader(
        path,
        chunk_size=piece,
        retries=1_000_000,
        retry_delay=0.2,
        metadata={"filename": "tuspy.pdf"},
        upload_checksum=True,
    )
    uploader.set_url(persist(uploader.create_url))
    size = os.path.getsize(path)
    while uploader.offset < size:
        print("at", uploader.offset, flush=True)
        if not sys.stdin.readline():
            raise SystemExit("nobody waits for the upload any more")
        uploader.upload(stop_at=min(uploader.offset + piece, size))
    ask = lambda: requests.get(uploader.url, headers=headers, timeout=600).json()["file"]["digest"]
    print("digest", persist(ask), flush=True)


if __name__ == "__main__":
    if sys.argv[1] == "digest":
        print("digest", digest(sys.argv[2]))
    else:
        upload(*sys.argv[1:4], int(sys.argv[4]))
