// SPDX-License-Identifier: Apache-2.0
#include "drivers/scanner/greyfilter.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <numbers>

namespace menzhen::scanner {
namespace {

std::uint8_t clamped(double value) {
    return static_cast<std::uint8_t>(std::clamp(value, 0.0, 255.0));
}

std::uint8_t bilinear(const GreyImage& image, double x, double y) {
    const int x0 = std::clamp(static_cast<int>(x), 0, image.width - 1);
    const int y0 = std::clamp(static_cast<int>(y), 0, image.height - 1);
    const int x1 = std::min(x0 + 1, image.width - 1);
    const int y1 = std::min(y0 + 1, image.height - 1);
    const double a = x - x0;
    const double b = y - y0;
    const std::uint8_t* top = image.row(y0);
    const std::uint8_t* low = image.row(y1);
    return clamped((1 - b) * ((1 - a) * top[x0] + a * top[x1]) +
                   b * ((1 - a) * low[x0] + a * low[x1]) + 0.5);
}

struct Cut {
    int from, to;
};

/// The source pixels that fall into target pixel i: at least one.
std::vector<Cut> cuts(int source, int target) {
    std::vector<Cut> out(static_cast<std::size_t>(target));
    for (int i = 0; i < target; ++i) {
        const int from = static_cast<int>(static_cast<std::int64_t>(i) * source / target);
        const int to = static_cast<int>(static_cast<std::int64_t>(i + 1) * source / target);
        out[static_cast<std::size_t>(i)] = {from, std::max(to, from + 1)};
    }
    return out;
}

GreyImage areaMean(const GreyImage& image, int width, int height) {
    GreyImage out(width, height);
    const auto columns = cuts(image.width, width);
    const auto rows = cuts(image.height, height);
    for (int y = 0; y < height; ++y) {
        const Cut r = rows[static_cast<std::size_t>(y)];
        std::uint8_t* to = out.row(y);
        for (int x = 0; x < width; ++x) {
            const Cut c = columns[static_cast<std::size_t>(x)];
            int sum = 0;
            for (int j = r.from; j < r.to; ++j) {
                const std::uint8_t* from = image.row(j);
                for (int i = c.from; i < c.to; ++i)
                    sum += from[i];
            }
            to[x] = static_cast<std::uint8_t>(sum / ((r.to - r.from) * (c.to - c.from)));
        }
    }
    return out;
}

GreyImage transposed(const GreyImage& image) {
    GreyImage out(image.height, image.width);
    for (int y = 0; y < image.height; ++y) {
        const std::uint8_t* from = image.row(y);
        for (int x = 0; x < image.width; ++x)
            out.row(x)[y] = from[x];
    }
    return out;
}

GreyImage blurredRows(const GreyImage& image, int radius) {
    GreyImage out(image.width, image.height);
    const int last = image.width - 1;
    const int count = 2 * radius + 1;
    for (int y = 0; y < image.height; ++y) {
        const std::uint8_t* from = image.row(y);
        std::uint8_t* to = out.row(y);
        int sum = 0;
        for (int i = -radius; i <= radius; ++i)
            sum += from[std::clamp(i, 0, last)];
        for (int x = 0; x <= last; ++x) {
            to[x] = static_cast<std::uint8_t>(sum / count);
            sum += from[std::min(x + radius + 1, last)] - from[std::max(x - radius, 0)];
        }
    }
    return out;
}

template <class Pick> GreyImage pickedRows(const GreyImage& image, int radius, Pick pick) {
    GreyImage out = image;
    for (int y = 0; y < image.height; ++y) {
        const std::uint8_t* from = image.row(y);
        std::uint8_t* to = out.row(y);
        for (int shift = 1; shift <= radius; ++shift) {
            for (int x = shift; x < image.width; ++x)
                to[x] = pick(to[x], from[x - shift]);
            for (int x = 0; x + shift < image.width; ++x)
                to[x] = pick(to[x], from[x + shift]);
        }
    }
    return out;
}

template <class Pick> GreyImage picked(const GreyImage& image, int radius, Pick pick) {
    const GreyImage rows = transposed(pickedRows(image, radius, pick));
    return transposed(pickedRows(rows, radius, pick));
}

} // namespace

GreyImage inverted(const GreyImage& image) {
    GreyImage out = image;
    for (auto& p : out.pixels)
        p = static_cast<std::uint8_t>(255 - p);
    return out;
}

GreyImage scaledTo(const GreyImage& image, int width, int height) {
    if (image.empty()) return image;
    const int w = std::max(width, 1);
    const int h = std::max(height, 1);
    if (w <= image.width && h <= image.height) return areaMean(image, w, h);
    GreyImage out(w, h);
    const double sx = static_cast<double>(image.width) / w;
    const double sy = static_cast<double>(image.height) / h;
    for (int y = 0; y < h; ++y) {
        std::uint8_t* to = out.row(y);
        const double fy = std::clamp((y + 0.5) * sy - 0.5, 0.0, image.height - 1.0);
        for (int x = 0; x < w; ++x)
            to[x] = bilinear(image, std::clamp((x + 0.5) * sx - 0.5, 0.0, image.width - 1.0), fy);
    }
    return out;
}

GreyImage scaledBy(const GreyImage& image, double factor) {
    return scaledTo(image, static_cast<int>(image.width * factor),
                    static_cast<int>(image.height * factor));
}

GreyImage fitted(const GreyImage& image, int maxSide) {
    const int side = std::max(image.width, image.height);
    return side <= maxSide ? image : scaledBy(image, static_cast<double>(maxSide) / side);
}

GreyImage rotated(const GreyImage& image, double degrees) {
    if (image.empty()) return image;
    const double angle = degrees * std::numbers::pi / 180;
    const double c = std::cos(angle);
    const double s = std::sin(angle);
    GreyImage out(static_cast<int>(std::abs(image.width * c) + std::abs(image.height * s)) + 1,
                  static_cast<int>(std::abs(image.width * s) + std::abs(image.height * c)) + 1,
                  255);
    for (int y = 0; y < out.height; ++y) {
        std::uint8_t* to = out.row(y);
        const double v = y - out.height / 2.0;
        for (int x = 0; x < out.width; ++x) {
            const double u = x - out.width / 2.0;
            const double fx = c * u + s * v + image.width / 2.0;
            const double fy = -s * u + c * v + image.height / 2.0;
            if (fx >= 0 && fy >= 0 && fx <= image.width - 1 && fy <= image.height - 1)
                to[x] = bilinear(image, fx, fy);
        }
    }
    return out;
}

GreyImage boxBlurred(const GreyImage& image, int radius) {
    if (image.empty()) return image;
    const GreyImage rows = transposed(blurredRows(image, radius));
    return transposed(blurredRows(rows, radius));
}

GreyImage unsharpMasked(const GreyImage& image, int radius, double amount) {
    const GreyImage soft = boxBlurred(boxBlurred(image, radius), radius);
    const int weight = static_cast<int>(amount * 256);
    GreyImage out = image;
    for (std::size_t i = 0; i < out.pixels.size(); ++i) {
        const int p = image.pixels[i];
        const int sharp = p + (weight * (p - soft.pixels[i])) / 256;
        out.pixels[i] = static_cast<std::uint8_t>(std::clamp(sharp, 0, 255));
    }
    return out;
}

GreyImage adaptiveThresholded(const GreyImage& image, int radius, int bias) {
    GreyImage out = boxBlurred(image, radius);
    for (std::size_t i = 0; i < out.pixels.size(); ++i)
        out.pixels[i] = image.pixels[i] > out.pixels[i] - bias ? 255 : 0;
    return out;
}

GreyImage lightened(const GreyImage& image, int radius) {
    return picked(image, radius, [](std::uint8_t a, std::uint8_t b) { return std::max(a, b); });
}

GreyImage darkened(const GreyImage& image, int radius) {
    return picked(image, radius, [](std::uint8_t a, std::uint8_t b) { return std::min(a, b); });
}

GreyImage locallyStretched(const GreyImage& image, int radius) {
    constexpr int flatRange = 24; // below this a neighbourhood is noise, not print
    const GreyImage low = boxBlurred(darkened(image, radius), radius);
    const GreyImage high = boxBlurred(lightened(image, radius), radius);
    GreyImage out = image;
    for (std::size_t i = 0; i < out.pixels.size(); ++i) {
        const int a = low.pixels[i];
        const int range = high.pixels[i] - a;
        const int value = range < flatRange ? 128 : (image.pixels[i] - a) * 255 / range;
        out.pixels[i] = static_cast<std::uint8_t>(std::clamp(value, 0, 255));
    }
    return out;
}

GreyImage padded(const GreyImage& image, int border) {
    if (image.empty()) return image;
    GreyImage out(image.width + 2 * border, image.height + 2 * border, 255);
    for (int y = 0; y < image.height; ++y)
        std::memcpy(out.row(y + border) + border, image.row(y),
                    static_cast<std::size_t>(image.width));
    return out;
}

} // namespace menzhen::scanner
