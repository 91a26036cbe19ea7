// SPDX-License-Identifier: Apache-2.0
// OpenSSL's X.509 handles as owned values. For drivers/crypto alone.
#pragma once

#include "drivers/crypto/opensslkey.h"

#include <openssl/x509.h>

namespace menzhen::crypto {

using X509Handle = std::unique_ptr<X509, Release<X509_free>>;
using X509Extension = std::unique_ptr<X509_EXTENSION, Release<X509_EXTENSION_free>>;
using Asn1Time = std::unique_ptr<ASN1_TIME, Release<ASN1_TIME_free>>;

core::Bytes derOf(X509* x509);
std::string pemOf(X509* x509);

} // namespace menzhen::crypto
