// SPDX-License-Identifier: Apache-2.0
#include "drivers/link/zonetext.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <algorithm>

namespace menzhen::link {

namespace {

constexpr qsizetype maxTextLength = 128;

QJsonArray keyOf(const ports::ZoneRow& row) {
    return {QString::fromStdString(row.opDevice), qint64(row.opIncarnation), qint64(row.opSeq)};
}

/// Reads what is there and remembers whether something was wrong.
class Reader {
public:
    explicit Reader(QJsonObject object) : object_(std::move(object)) {}

    std::string text(const char* name) {
        const QJsonValue value = object_.value(QLatin1String(name));
        const QString text = value.toString();
        const bool plain = std::all_of(text.begin(), text.end(), [](QChar c) { return c >= u' '; });
        good_ = good_ && value.isString() && text.size() <= maxTextLength && plain;
        return text.toStdString();
    }

    std::int64_t number(const QJsonValue& value) {
        const qint64 read = value.toInteger(-1);
        good_ = good_ && read >= 0;
        return read;
    }

    std::int64_t number(const char* name) { return number(object_.value(QLatin1String(name))); }

    bool good() const { return good_; }

private:
    QJsonObject object_;
    bool good_ = true;
};

} // namespace

QByteArray zoneLine(const ports::ZoneRow& row) {
    const auto text = [](const std::string& value) { return QString::fromStdString(value); };
    const QJsonObject object{{"v", zoneVersion},
                             {"op", keyOf(row)},
                             {"id", text(row.id)},
                             {"queue", text(row.queue)},
                             {"number", text(row.number)},
                             {"mask", text(row.mask)},
                             {"state", text(row.state)},
                             {"room", text(row.room)},
                             {"called_at", qint64(row.calledAtMs)},
                             {"calls", row.calls},
                             {"department_zh", text(row.departmentZh)},
                             {"department_en", text(row.departmentEn)},
                             {"sensitive", row.sensitive}};
    return QJsonDocument(object).toJson(QJsonDocument::Compact) + '\n';
}

std::optional<ports::ZoneRow> zoneRowFrom(const QByteArray& line) {
    const QJsonObject object = QJsonDocument::fromJson(line).object();
    const QJsonArray key = object.value("op").toArray();
    if (object.value("v").toInt() != zoneVersion || key.size() != 3 || !key[0].isString())
        return std::nullopt;
    Reader read(object);
    ports::ZoneRow row;
    row.opDevice = key[0].toString().toStdString();
    row.opIncarnation = read.number(key[1]);
    row.opSeq = read.number(key[2]);
    row.id = read.text("id");
    row.queue = read.text("queue");
    row.number = read.text("number");
    row.mask = read.text("mask");
    row.state = read.text("state");
    row.room = read.text("room");
    row.calledAtMs = read.number("called_at");
    row.calls = static_cast<int>(std::min<std::int64_t>(read.number("calls"), 1000));
    row.departmentZh = read.text("department_zh");
    row.departmentEn = read.text("department_en");
    row.sensitive = object.value("sensitive").toBool();
    if (!read.good() || row.id.empty() || row.number.empty()) return std::nullopt;
    return row;
}

QByteArray zoneAnswer(const ports::ZoneRow& row) {
    return QJsonDocument(QJsonObject{{"v", zoneVersion}, {"has", keyOf(row)}})
               .toJson(QJsonDocument::Compact) +
           '\n';
}

} // namespace menzhen::link
