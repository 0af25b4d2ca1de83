# Reads a JSON list of passwords on stdin, and writes what Werkzeug, WordPress and Keycloak would store of each.
import base64
import hashlib
import hmac
import json
import os
import sys

import bcrypt
from werkzeug.security import generate_password_hash


def wordpress(password):
    """wp_hash_password() of WordPress 6.8; trim() of PHP takes these six characters."""
    digest = hmac.digest(b"wp-sha384", password.strip(" \n\r\t\v\0").encode(), "sha384")
    return "$wp" + bcrypt.hashpw(base64.b64encode(digest), bcrypt.gensalt(4)).decode().replace("$2b$", "$2y$")


def keycloak(password, algorithm, digest, length):
    """Pbkdf2PasswordHashProvider; releases before 26 derive 64 bytes whatever the digest."""
    salt = os.urandom(16)
    value = hashlib.pbkdf2_hmac(digest, password.encode(), salt, 1000, length)
    return {
        "credentialData": json.dumps({"hashIterations": 1000, "algorithm": algorithm, "additionalParameters": {}}),
        "secretData": json.dumps({"value": encode(value), "salt": encode(salt), "additionalParameters": {}}),
    }


def encode(value):
    return base64.b64encode(value).decode()


def hashes(password):
    for method in ["scrypt", "scrypt:1024:8:1", "pbkdf2:sha256:1000", "pbkdf2:sha512:1000"]:
        yield f"Werkzeug, {method}", generate_password_hash(password, method)
    yield "WordPress, $wp$", wordpress(password)
    for algorithm, digest, length in [
        ("pbkdf2", "sha1", 64),
        ("pbkdf2", "sha1", 20),
        ("pbkdf2-sha256", "sha256", 64),
        ("pbkdf2-sha256", "sha256", 32),
        ("pbkdf2-sha512", "sha512", 64),
    ]:
        yield f"Keycloak, {algorithm}, {length} bytes", keycloak(password, algorithm, digest, length)


passwords = json.load(sys.stdin)
json.dump(
    [{"password": p, "form": form, "hash": hash} for p in passwords for form, hash in hashes(p)],
    sys.stdout,
)
