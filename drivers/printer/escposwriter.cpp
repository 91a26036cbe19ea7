// SPDX-License-Identifier: Apache-2.0
#include "drivers/printer/escposwriter.h"

#include "app/core/tickettext.h"
#include "drivers/printer/gbk.h"

#include <algorithm>

namespace menzhen::printer {

namespace {

constexpr int kEsc = 0x1B;
constexpr int kFs = 0x1C;
constexpr int kGs = 0x1D;
constexpr int kLf = 0x0A;
constexpr int kStripRows = 128;
constexpr int kTearOffLines = 5; // from the head to the edge where paper is torn
constexpr char32_t kGeta = 0x3013;

} // namespace

void EscposWriter::put(std::initializer_list<int> bytes) {
    for (const int byte : bytes)
        bytes_.push_back(static_cast<std::uint8_t>(byte));
}

void EscposWriter::putText(std::string_view text) {
    bytes_.insert(bytes_.end(), text.begin(), text.end());
}

void EscposWriter::initialise() {
    put({kEsc, '@'});
    if (profile_.cjk) font(Font::Hanzi);
}

void EscposWriter::align(core::TicketAlign align) {
    const int value = align == core::TicketAlign::Centre ? 1 : 0;
    if (value == align_) return;
    put({kEsc, 'a', value});
    align_ = value;
}

void EscposWriter::style(int scale, bool bold) {
    if (scale != scale_) put({kGs, '!', (scale - 1) << 4 | (scale - 1)});
    if (bold != bold_) put({kEsc, 'E', bold ? 1 : 0});
    scale_ = scale;
    bold_ = bold;
}

void EscposWriter::font(Font font) {
    if (font == font_) return;
    // Chinese firmware reads any two high bytes as a Hanzi until FS . switches that off.
    if (profile_.cjk) put({kFs, font == Font::Hanzi ? '&' : '.'});
    if (font == Font::Latin) put({kEsc, 't', profile_.latinCodePage});
    font_ = font;
}

bool EscposWriter::canPrint(std::string_view utf8) const {
    const std::u32string points = core::codePoints(utf8);
    return std::all_of(points.begin(), points.end(), [this](char32_t point) {
        if (point < 0x7F) return true;
        if (latinOf(point) && profile_.latinCodePage >= 0) return true;
        return profile_.cjk && gbkOf(point).has_value();
    });
}

void EscposWriter::span(const core::TicketSpan& span) {
    style(span.scale, span.bold);
    for (const char32_t point : core::codePoints(span.text)) {
        const auto latin = profile_.latinCodePage >= 0 ? latinOf(point) : std::nullopt;
        if (latin) {
            font(Font::Latin);
            put({static_cast<unsigned char>(*latin)});
            continue;
        }
        if (point < 0x7F) { // the same in both fonts: no switch
            put({static_cast<int>(point)});
            continue;
        }
        if (!profile_.cjk) {
            put({'?'});
            continue;
        }
        font(Font::Hanzi);
        putText(gbkOf(point).value_or(*gbkOf(kGeta)));
    }
}

void EscposWriter::endLine(int dots) {
    // Back to Hanzi before the line ends: a printer that forgets the rest still reads the next
    // line.
    if (profile_.cjk) font(Font::Hanzi);
    if (dots != spacing_) put({kEsc, '3', dots});
    spacing_ = dots;
    put({kLf});
}

void EscposWriter::nativeQr(std::string_view data, int moduleDots) {
    const std::size_t length = data.size() + 3;
    put({kGs, '(', 'k', 4, 0, '1', 'A', '2', 0});     // model 2
    put({kGs, '(', 'k', 3, 0, '1', 'C', moduleDots}); // dots a module
    put({kGs, '(', 'k', 3, 0, '1', 'E', '1'});        // level M
    put({kGs, '(', 'k', static_cast<int>(length & 0xFF), static_cast<int>(length >> 8), '1', 'P',
         '0'});
    putText(data);
    put({kGs, '(', 'k', 3, 0, '1', 'Q', '0'}); // print
}

// 10h followed by 04h, 05h or 14h is a real-time command even inside a picture. One more dot beside
// the lone one of a 10h is never seen.
void EscposWriter::putRasterByte(std::uint8_t byte) {
    const bool completes = byte == 0x04 || byte == 0x05 || byte == 0x14;
    if (completes && !bytes_.empty() && bytes_.back() == 0x10) bytes_.back() = 0x18;
    bytes_.push_back(byte);
}

void EscposWriter::raster(const DotRaster& raster) {
    for (int top = 0; top < raster.rows; top += kStripRows) {
        const int rows = std::min(kStripRows, raster.rows - top);
        put({kGs, 'v', '0', 0, raster.rowBytes & 0xFF, raster.rowBytes >> 8, rows & 0xFF,
             rows >> 8});
        const auto begin =
            static_cast<std::size_t>(top) * static_cast<std::size_t>(raster.rowBytes);
        const auto count =
            static_cast<std::size_t>(rows) * static_cast<std::size_t>(raster.rowBytes);
        for (std::size_t i = begin; i < begin + count; ++i)
            putRasterByte(raster.bits[i]);
    }
}

void EscposWriter::feedAndCut() {
    if (profile_.cut) {
        put({kGs, 'V', 'B', 0}); // feeds to the knife by itself
        return;
    }
    style(1, false);
    for (int i = 0; i < kTearOffLines; ++i)
        endLine(lineDots(1));
}

void EscposWriter::receipt(std::string_view jobId) {
    if (profile_.confirms) {
        put({kGs, '(', 'H', 6, 0, '0', '0'});
        putText(jobId);
    }
    put({kGs, 'r', 1});
}

} // namespace menzhen::printer
