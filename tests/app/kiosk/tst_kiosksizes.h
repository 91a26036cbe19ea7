// SPDX-License-Identifier: Apache-2.0
// Sizes in millimetres, texts that are whole, contrast: every page, both languages, both sizes.
#pragma once

#include "tests/app/kiosk/tour.h"

#include <QFont>
#include <cmath>

namespace menzhen::kiosk::test {

class KioskSizes : public QObject {
    Q_OBJECT

private:
    static double mm(Stage& stage, double px) {
        return px * Stage::screenWidthMm / stage.window->width();
    }

    static QRectF rect(QQuickItem* item) {
        return item->mapRectToScene({0, 0, item->width(), item->height()});
    }

    static double distance(const QRectF& a, const QRectF& b) {
        const double x = std::max({a.left() - b.right(), b.left() - a.right(), 0.0});
        const double y = std::max({a.top() - b.bottom(), b.top() - a.bottom(), 0.0});
        return std::hypot(x, y);
    }

    static bool isText(QQuickItem* item) {
        return item->inherits("QQuickText") && !item->property("text").toString().isEmpty();
    }

    /// What lies on top: the page with its frame, or the warning over it.
    static QQuickItem* top(Stage& stage) {
        auto* warning = stage.window->findChild<QQuickItem*>("idleWarning");
        return warning && warning->isVisible() ? warning : stage.window->contentItem();
    }

    static double luminance(const QColor& color) {
        const auto part = [](double c) {
            return c <= 0.03928 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4);
        };
        return 0.2126 * part(color.redF()) + 0.7152 * part(color.greenF()) +
               0.0722 * part(color.blueF());
    }

    static double contrast(const QColor& a, const QColor& b) {
        const double x = luminance(a), y = luminance(b);
        return (std::max(x, y) + 0.05) / (std::min(x, y) + 0.05);
    }

    static QStringList wrongTargets(Stage& stage) { // items 1, 2
        QStringList wrong;
        std::vector<QQuickItem*> controls;
        for (QQuickItem* item : stage.controls())
            if (top(stage) == stage.window->contentItem() || top(stage)->isAncestorOf(item))
                controls.push_back(item);
        for (QQuickItem* item : controls) {
            const QString label = item->property("label").toString();
            const double side = mm(stage, std::min(item->width(), item->height()));
            if (side < 20) wrong << QStringLiteral("%1 is %2 mm").arg(label).arg(side);
            if (!QRectF(0, 0, stage.window->width(), stage.window->height()).contains(rect(item)))
                wrong << label + " is off the screen";
            for (QQuickItem* other : controls)
                if (other != item && mm(stage, distance(rect(item), rect(other))) < 3)
                    wrong << label + " touches " + other->property("label").toString();
        }
        return wrong;
    }

    static QStringList wrongTexts(Stage& stage, bool large) { // items 3, 4, 7
        QStringList wrong;
        std::vector<QQuickItem*> texts;
        Stage::walk(top(stage), [&](QQuickItem* item) {
            if (isText(item) && item->opacity() > 0 &&
                item->parentItem()->parentItem()->opacity() > 0)
                texts.push_back(item);
        });
        const QRectF screen(0, 0, stage.window->width(), stage.window->height());
        auto* inside = stage.window->findChild<QQuickItem*>("inside");
        for (QQuickItem* item : texts) {
            const QString words = item->property("text").toString();
            const QFont font = item->property("font").value<QFont>();
            const double em = mm(stage, font.pixelSize());
            // A character of Noto Sans CJK fills 0.92 of its em, a capital 0.73.
            if (em * 0.92 < (large ? 11.3 : 6) || em * 0.73 < (large ? 7.3 : 4.8))
                wrong << words + " is too small";
            if (font.weight() < QFont::Normal || font.family() != QLatin1String("Noto Sans CJK SC"))
                wrong << words + " is too thin";
            if (item->property("truncated").toBool() ||
                item->property("contentWidth").toDouble() > item->width() + 1 ||
                item->property("contentHeight").toDouble() > item->height() + 1)
                wrong << words + " is cut";
            if (!screen.contains(rect(item))) wrong << words + " is off the screen";
            if (inside && inside->isAncestorOf(item) && rect(item).bottom() > rect(inside).bottom())
                wrong << words + " runs out of its page";
            for (QQuickItem* other : texts)
                if (other < item && rect(item)
                                        .adjusted(1, 1, -1, -1)
                                        .intersects(rect(other).adjusted(1, 1, -1, -1)))
                    wrong << words + " lies on " + other->property("text").toString();
        }
        return wrong;
    }

private slots:

    void targetsAndTexts_data() {
        QTest::addColumn<QString>("language");
        QTest::addColumn<bool>("large");
        QTest::newRow("zh") << "zh" << false;
        QTest::newRow("zh large") << "zh" << true;
        QTest::newRow("en") << "en" << false;
        QTest::newRow("en large") << "en" << true;
    }

    void targetsAndTexts() {
        QFETCH(QString, language);
        QFETCH(bool, large);
        Stage stage;
        QStringList wrong;
        int pages = 0;
        seeEveryPage(stage, language, large, [&](Stage& s, const QString& page) {
            ++pages;
            for (const QString& one : wrongTargets(s) + wrongTexts(s, large))
                wrong << page + ": " + one;
        });
        QVERIFY2(pages >= 20, "pages are missing");
        QVERIFY2(wrong.isEmpty(), qPrintable(wrong.join('\n')));
    }

    void oneQuestionFewWords() { // 19
        Stage stage;
        QStringList wrong;
        seeEveryPage(stage, "zh", false, [&](Stage& s, const QString& page) {
            Stage::walk(s.window->contentItem(), [&](QQuickItem* item) {
                if (item->inherits("QQuickText") &&
                    item->property("text").toString().count(QChar(u'。')) > 2)
                    wrong << page + ": " + item->property("text").toString();
            });
        });
        QVERIFY2(wrong.isEmpty(), qPrintable(wrong.join('\n')));
    }

    void contrastOfTheTheme_data() { // 5
        QTest::addColumn<QString>("front");
        QTest::addColumn<QString>("back");
        QTest::addColumn<double>("least");
        for (const char* back : {"ground", "surface", "blueSoft", "amberSoft"}) {
            QTest::addRow("ink on %s", back) << "ink" << back << 7.0;
            QTest::addRow("blue on %s", back) << "blue" << back << 7.0;
            QTest::addRow("amberInk on %s", back) << "amberInk" << back << 7.0;
            QTest::addRow("quietInk on %s", back) << "quietInk" << back << 7.0;
        }
        QTest::newRow("lightInk") << "lightInk"
                                  << "blue" << 7.0;
        QTest::newRow("lightInk down") << "lightInk"
                                       << "blueDown" << 7.0;
        QTest::newRow("off") << "offInk"
                             << "offSurface" << 4.5;
        QTest::newRow("border") << "border"
                                << "surface" << 3.0;
        QTest::newRow("border on ground") << "border"
                                          << "ground" << 3.0;
        QTest::newRow("amber") << "amber"
                               << "surface" << 3.0;
    }

    void contrastOfTheTheme() {
        QFETCH(QString, front);
        QFETCH(QString, back);
        QFETCH(double, least);
        Stage stage;
        auto* theme = stage.theme->property("theme").value<QObject*>();
        QVERIFY(theme);
        const auto color = [theme](const QString& name) {
            return theme->property(qPrintable(name)).value<QColor>();
        };
        QVERIFY(color(front).isValid() && color(back).isValid());
        QVERIFY2(contrast(color(front), color(back)) >= least,
                 qPrintable(QString::number(contrast(color(front), color(back)))));
    }
};

} // namespace menzhen::kiosk::test
