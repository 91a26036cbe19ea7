// SPDX-License-Identifier: Apache-2.0
#include "tests/drivers/printer/hexdiff.h"

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <iterator>

namespace menzhen::printertest {

namespace {

constexpr std::size_t kRow = 16;

std::string dumpRow(const core::Bytes& bytes, std::size_t row) {
    const std::size_t begin = std::min(bytes.size(), row * kRow);
    const std::size_t end = std::min(bytes.size(), begin + kRow);
    std::string hex;
    std::string text;
    for (std::size_t i = begin; i < end; ++i) {
        hex += core::toHex({&bytes[i], 1}) + " ";
        text += bytes[i] >= 0x20 && bytes[i] < 0x7F ? static_cast<char>(bytes[i]) : '.';
    }
    hex.resize(kRow * 3, ' ');
    return hex + " " + text + "\n";
}

} // namespace

testing::AssertionResult matchesGolden(const core::Bytes& bytes, const std::string& name) {
    const std::string path = std::string(MENZHEN_TEST_DATA) + "/printer/" + name;
    if (std::getenv("MENZHEN_WRITE_GOLDEN")) {
        std::ofstream(path, std::ios::binary)
            .write(reinterpret_cast<const char*>(bytes.data()),
                   static_cast<std::streamsize>(bytes.size()));
        return testing::AssertionFailure() << "wrote " << path << "; look at it and run again";
    }
    std::ifstream file(path, std::ios::binary);
    const std::string text{std::istreambuf_iterator<char>(file), {}};
    const core::Bytes golden(text.begin(), text.end());
    if (bytes == golden) return testing::AssertionSuccess();
    const auto differ =
        std::mismatch(bytes.begin(), bytes.end(), golden.begin(), golden.end()).first;
    const auto at = static_cast<std::size_t>(differ - bytes.begin());
    auto failure = testing::AssertionFailure()
                   << name << ": " << bytes.size() << " bytes, golden " << golden.size()
                   << ", first difference at " << at << "\n";
    for (std::size_t row = at / kRow < 3 ? 0 : at / kRow - 3; row < at / kRow + 4; ++row)
        failure << (row == at / kRow ? "> " : "  ") << "is     " << dumpRow(bytes, row)
                << (row == at / kRow ? "> " : "  ") << "golden " << dumpRow(golden, row);
    return failure;
}

} // namespace menzhen::printertest
