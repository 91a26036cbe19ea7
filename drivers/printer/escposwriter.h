// SPDX-License-Identifier: Apache-2.0
// The commands one by one, each emitted only when it changes something. Private to the room.
#pragma once

#include "app/core/ticketlayout.h"
#include "drivers/printer/canvas.h"
#include "drivers/printer/profile.h"
#include "drivers/printer/qrsymbol.h"

#include <initializer_list>
#include <string_view>

namespace menzhen::printer {

class EscposWriter {
public:
    explicit EscposWriter(const PrinterProfile& profile) : profile_(profile) {}

    core::Bytes take() { return std::move(bytes_); }

    void initialise();
    void align(core::TicketAlign align);
    /// The span's characters; what neither font has becomes the geta mark.
    void span(const core::TicketSpan& span);
    bool canPrint(std::string_view utf8) const;
    /// Ends the line and moves `dots` (1..255) from its top to the next.
    void endLine(int dots);
    void nativeQr(std::string_view data, int moduleDots);
    /// In strips: small buffers take them, and a printer that stumbled recovers sooner.
    void raster(const DotRaster& raster);
    void feedAndCut();
    void receipt(std::string_view jobId);

private:
    enum class Font { Unset, Hanzi, Latin };

    void put(std::initializer_list<int> bytes);
    void putText(std::string_view text);
    void putRasterByte(std::uint8_t byte);
    void style(int scale, bool bold);
    void font(Font font);

    const PrinterProfile& profile_;
    core::Bytes bytes_;
    int align_ = 0;
    int scale_ = 1;
    bool bold_ = false;
    int spacing_ = 0;
    Font font_ = Font::Unset;
};

} // namespace menzhen::printer
