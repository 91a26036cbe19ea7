// SPDX-License-Identifier: Apache-2.0
// Runs tests/system/escpos_emulator.py as a child process and looks at what it printed.
#pragma once

#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>
#include <sys/types.h>
#include <vector>

namespace menzhen::printertest {

struct PrintedTicket {
    std::vector<std::string> lines;
    std::vector<std::string> qr;     ///< as the printer was told (native codes)
    std::vector<std::string> errors; ///< what the emulator did not accept
    std::vector<std::string> read;   ///< codes read from the picture
};

/// Codes in a picture made by the emulator (PGM).
std::vector<std::string> codesIn(const std::filesystem::path& pgm);

class PrinterEmulator {
public:
    explicit PrinterEmulator(std::vector<std::string> faults);
    ~PrinterEmulator();
    PrinterEmulator(const PrinterEmulator&) = delete;
    PrinterEmulator& operator=(const PrinterEmulator&) = delete;

    int port() const { return port_; }

    void order(const std::string& line) const;
    /// Tickets cut so far.
    std::vector<PrintedTicket> tickets() const;

private:
    std::filesystem::path folder_;
    pid_t pid_ = 0;
    int input_ = -1;
    int port_ = 0;
};

/// A fresh folder below the system's temporary one.
std::filesystem::path freshFolder();

/// Ticket `index` of a folder that the emulator wrote.
PrintedTicket ticketIn(const std::filesystem::path& folder, int index);

} // namespace menzhen::printertest
