// SPDX-License-Identifier: Apache-2.0
#include "tests/contract/printeremulator.h"

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <fcntl.h>
#include <fstream>
#include <gmock/gmock.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#define ZX_USE_UTF8 1
#include <ZXing/ReadBarcode.h>

namespace menzhen::printertest {

namespace fs = std::filesystem;

fs::path freshFolder() {
    std::string pattern = (fs::temp_directory_path() / "menzhen-printer-XXXXXX").string();
    EXPECT_NE(::mkdtemp(pattern.data()), nullptr);
    return pattern;
}

std::vector<std::string> codesIn(const fs::path& pgm) {
    std::ifstream file(pgm, std::ios::binary);
    std::string magic;
    int width = 0;
    int height = 0;
    int most = 0;
    file >> magic >> width >> height >> most;
    file.get();
    std::vector<std::uint8_t> grey(static_cast<std::size_t>(width) *
                                   static_cast<std::size_t>(height));
    file.read(reinterpret_cast<char*>(grey.data()), static_cast<std::streamsize>(grey.size()));
    EXPECT_TRUE(file) << pgm;
    std::vector<std::string> texts;
    for (const auto& result :
         ZXing::ReadBarcodes(ZXing::ImageView(grey.data(), width, height, ZXing::ImageFormat::Lum),
                             ZXing::DecodeHints().setFormats(ZXing::BarcodeFormat::QRCode)))
        texts.push_back(result.text());
    return texts;
}

PrintedTicket ticketIn(const fs::path& folder, int index) {
    const std::string stem = "ticket-" + std::to_string(index);
    std::ifstream file(folder / (stem + ".json"));
    const auto report = nlohmann::json::parse(file);
    return {report["lines"], report["qr"], report["errors"], codesIn(folder / (stem + ".pgm"))};
}

PrinterEmulator::PrinterEmulator(std::vector<std::string> faults) : folder_(freshFolder()) {
    int in[2];
    int out[2];
    EXPECT_EQ(::pipe2(in, O_CLOEXEC), 0);
    EXPECT_EQ(::pipe2(out, O_CLOEXEC), 0);
    std::vector<std::string> words{"/usr/bin/python3", "-B", MENZHEN_EMULATOR, "--out", folder_};
    words.insert(words.end(), faults.begin(), faults.end());
    std::vector<char*> arguments;
    for (std::string& word : words)
        arguments.push_back(word.data());
    arguments.push_back(nullptr);
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, in[0], STDIN_FILENO);
    posix_spawn_file_actions_adddup2(&actions, out[1], STDOUT_FILENO);
    EXPECT_EQ(::posix_spawn(&pid_, arguments[0], &actions, nullptr, arguments.data(), environ), 0);
    posix_spawn_file_actions_destroy(&actions);
    ::close(in[0]);
    ::close(out[1]);
    input_ = in[1];
    std::FILE* said = ::fdopen(out[0], "r");
    EXPECT_EQ(std::fscanf(said, "port %d", &port_), 1);
    std::fclose(said);
}

PrinterEmulator::~PrinterEmulator() {
    ::close(input_); // its input ends, so does it
    ::waitpid(pid_, nullptr, 0);
    std::error_code ignored;
    fs::remove_all(folder_, ignored);
}

void PrinterEmulator::order(const std::string& line) const {
    const std::string text = line + "\n";
    EXPECT_EQ(::write(input_, text.data(), text.size()), static_cast<ssize_t>(text.size()));
}

std::vector<PrintedTicket> PrinterEmulator::tickets() const {
    std::vector<PrintedTicket> tickets;
    for (int i = 0; fs::exists(folder_ / ("ticket-" + std::to_string(i) + ".json")); ++i)
        tickets.push_back(ticketIn(folder_, i));
    return tickets;
}

} // namespace menzhen::printertest
