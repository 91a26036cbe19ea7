// SPDX-License-Identifier: Apache-2.0
// My reports: how far each is, and one of them on paper. The results themselves never come to the
// screen of a hall. What opened them is kept until the session ends, for the print.
// Thread: GUI. Desk and kiosk outlive it.
#pragma once

#include "app/kiosk/choicelist.h"
#include "app/kiosk/kioskmodel.h"

#include <optional>

namespace menzhen::kiosk {

class ReportsModel : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("handed to Main.qml")
    Q_PROPERTY(menzhen::kiosk::ChoiceList* reports READ reports CONSTANT FINAL)
    Q_PROPERTY(bool opens READ opens NOTIFY changed FINAL)
    Q_PROPERTY(bool none READ none NOTIFY changed FINAL)
    Q_PROPERTY(QString name READ name NOTIFY changed FINAL)
    Q_PROPERTY(QString examination READ examination NOTIFY changed FINAL)
    Q_PROPERTY(QString state READ state NOTIFY changed FINAL)
    Q_PROPERTY(QString at READ at NOTIFY changed FINAL)
    Q_PROPERTY(QString visit READ visit NOTIFY changed FINAL)
    Q_PROPERTY(QString prints READ prints NOTIFY changed FINAL)
    Q_PROPERTY(bool printedBefore READ printedBefore NOTIFY changed FINAL)
    Q_PROPERTY(bool notFinal READ notFinal NOTIFY changed FINAL)
    Q_PROPERTY(Paper paper READ paper NOTIFY changed FINAL)
    Q_PROPERTY(QString paperText READ paperText NOTIFY changed FINAL)

public:
    enum class Paper { NotAsked, Printing, Printed, Asking, Missing };
    Q_ENUM(Paper)

    ReportsModel(Desk& desk, KioskModel& kiosk);

    ChoiceList* reports() { return &rows_; }

    /// False: found by an identity number, which opens nothing.
    bool opens() const { return found_.opens; }

    bool none() const { return found_.list.empty(); }

    QString name() const { return text(found_.masked); }

    QString examination() const { return text(chosen_.name, kiosk_.language()); }

    QString state() const;

    QString at() const { return text(chosen_.at); }

    QString visit() const;
    QString prints() const;

    bool printedBefore() const { return chosen_.prints > 0; }

    bool notFinal() const { return !chosen_.final; }

    Paper paper() const { return paper_; }

    QString paperText() const;

    /// Shows what is found, or hands the error back: a code that does not work stays on its page.
    void find(flows::ReportKey key, std::function<void(const core::Error&)> refused);

    Q_INVOKABLE void choose(int index);
    Q_INVOKABLE void print();
    Q_INVOKABLE void cameOut(); ///< the person has the paper

signals:
    void changed();

private:
    void clear();
    void fillRows();
    void report(const flows::PrintReport& report);
    Choice row(const flows::ReportHead& one) const;
    static QString stateOf(const flows::ReportHead& one);

    Desk& desk_;
    KioskModel& kiosk_;
    ChoiceList rows_;
    flows::ReportKey key_;
    flows::ReportList found_;
    flows::ReportHead chosen_;
    Paper paper_ = Paper::NotAsked;
    bool rowsVeiled_ = false; ///< their names are, while nobody touches
    int shown_ = 0;           ///< which paper is waited for: late words of another one are dropped
};

} // namespace menzhen::kiosk
