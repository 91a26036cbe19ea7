// SPDX-License-Identifier: Apache-2.0
#include "drivers/crypto/keyfile.h"
#include "drivers/crypto/opensslcrypto.h"
#include "drivers/crypto/systemchance.h"

#include <fstream>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace menzhen;
namespace fs = std::filesystem;

namespace {

class KeyFile : public testing::Test {
protected:
    void SetUp() override {
        std::string pattern = (fs::temp_directory_path() / "menzhen-keys-XXXXXX").string();
        ASSERT_NE(::mkdtemp(pattern.data()), nullptr);
        root_ = pattern;
    }

    void TearDown() override { fs::remove_all(root_); }

    static unsigned mode(const fs::path& path) {
        struct stat about {};

        ::stat(path.c_str(), &about);
        return about.st_mode & 0777U;
    }

    fs::path root_;
    const crypto::OpenSslCrypto suite_;
};

} // namespace

TEST_F(KeyFile, MakesAKeyOnceAndFindsItAgain) {
    const fs::path path = root_ / "site" / "keys" / "signing.pem";
    const auto first = crypto::loadOrMakeKey(suite_, path).value();
    EXPECT_EQ(mode(path.parent_path()), 0700U);
    EXPECT_EQ(mode(path), 0600U);
    EXPECT_EQ(crypto::loadOrMakeKey(suite_, path).value()->publicKey(), first->publicKey());
    EXPECT_EQ(std::distance(fs::directory_iterator(path.parent_path()), {}), 1)
        << "nothing left over";
}

TEST_F(KeyFile, MakesASecretOnceAndFindsItAgain) {
    crypto::SystemChance chance;
    const fs::path path = root_ / "keys" / "lobby";
    const core::Bytes first = crypto::loadOrMakeSecret(chance, path, 32).value();
    EXPECT_EQ(first.size(), 32U);
    EXPECT_EQ(crypto::loadOrMakeSecret(chance, path, 32).value(), first);
    EXPECT_EQ(crypto::loadOrMakeSecret(chance, path, 16).error().code, "bad-key");
}

TEST_F(KeyFile, NeverOverwrites) {
    const fs::path path = root_ / "key";
    ASSERT_TRUE(crypto::writeKeyFile(path, "one"));
    EXPECT_EQ(crypto::writeKeyFile(path, "two").error().code, "key-file");
    EXPECT_EQ(crypto::readKeyFile(path).value(), "one");
}

TEST_F(KeyFile, RefusesAKeyThatOthersMayRead) {
    const fs::path path = root_ / "key";
    ASSERT_TRUE(crypto::writeKeyFile(path, "one"));
    ::chmod(path.c_str(), 0640);
    const auto error = crypto::readKeyFile(path).error();
    EXPECT_EQ(error.code, "key-file");
    EXPECT_NE(error.detail.find("chmod 600"), std::string::npos) << error.detail;
    EXPECT_NE(error.detail.find(path.string()), std::string::npos) << error.detail;
}

TEST_F(KeyFile, SaysWhichFileIsBroken) {
    const fs::path path = root_ / "signing.pem";
    ASSERT_TRUE(crypto::writeKeyFile(path, "-----BEGIN PRIVATE KEY-----\nnonsense"));
    const auto key = crypto::loadOrMakeKey(suite_, path);
    ASSERT_FALSE(key);
    EXPECT_EQ(key.error().code, "bad-key");
    EXPECT_NE(key.error().detail.find("signing.pem"), std::string::npos);
    EXPECT_EQ(crypto::readKeyFile(root_ / "nowhere").error().code, "key-file");
    EXPECT_EQ(crypto::readKeyFile(root_).error().code, "key-file") << "a directory";
    EXPECT_EQ(crypto::writeKeyFile(path / "below" / "key", "x").error().code, "key-file");
}
