/// The text of a daily event as a client keeps and edits it: components with their unfolded lines.
///
/// All events of the model begin at nine on days of January 2026, so that an instance is named by its day.
struct WorldDocument: Equatable, Sendable {
    /// A component of the event.
    struct Part: Equatable, Sendable {
        /// The lines between BEGIN and END.
        var lines: [String]

        /// The recurrence ID, or ``WorldDocument/master``.
        var key: String { lines.value(of: "RECURRENCE-ID") ?? WorldDocument.master }

        /// The ATTACH properties.
        var attachments: [CalendarText.Attachment] {
            CalendarText(Array(lines.joined(separator: "\r\n").utf8)).attachments
        }
    }

    /// The key of the component without RECURRENCE-ID, which is also its item in `rid` (RFC 8607 §3.3.2).
    static let master = "M"

    /// The components; the first one is the master.
    var parts: [Part]

    /// Makes an event that nobody has stored.
    ///
    /// - Parameters:
    ///   - uid: The UID.
    ///   - summary: The summary, by which edits are told apart.
    ///   - days: The days of January on which it takes place.
    init(uid: String, summary: String, days: ClosedRange<Int>) {
        let lines = [
            "UID:\(uid)", "DTSTAMP:20260101T120000Z", "DTSTART:\(Self.instance(on: days.lowerBound))", "DURATION:PT1H",
            "RRULE:FREQ=DAILY;COUNT=\(days.count)", "SUMMARY:\(summary)",
        ]
        parts = [Part(lines: lines)]
    }

    /// Reads an event that came from the server; nil where it is none of the model.
    init?(_ octets: [UInt8]) {
        var (parts, lines): ([Part], [String]?) = ([], nil)
        for line in CalendarText(octets).lines {
            switch line {
            case "BEGIN:VEVENT": lines = []
            case "END:VEVENT":
                parts.append(Part(lines: lines ?? []))
                lines = nil
            default: lines?.append(line)
            }
        }
        guard parts.first?.key == Self.master else { return nil }
        self.parts = parts
    }

    /// Returns what names the instance of a day.
    static func instance(on day: Int) -> String { "202601\(day < 10 ? "0" : "")\(day)T090000Z" }

    /// Returns the day of an instance.
    static func day(of instance: String) -> Int? { Int(instance.dropFirst(6).prefix(2)) }

    // MARK: Reading

    /// The UID.
    var uid: String { parts[0].lines.value(of: "UID") ?? "" }

    /// The summary of all components; several with a stroke between them where they differ.
    var summary: String { Set(parts.compactMap { $0.lines.value(of: "SUMMARY") }).sorted().joined(separator: "|") }

    /// The days of January on which it takes place.
    var days: ClosedRange<Int> {
        let first = parts[0].lines.value(of: "DTSTART").flatMap(Self.day) ?? 1
        let rule = parts[0].lines.value(of: "RRULE") ?? ""
        let count = rule.split(separator: "=").last.flatMap { Int($0) } ?? 1
        return first...(first + max(1, count) - 1)
    }

    /// The managed IDs of all components.
    var managedIDs: [String] { parts.flatMap(\.attachments).compactMap(\.managedID) }

    /// The octets to store.
    var octets: [UInt8] {
        let events = parts.flatMap { ["BEGIN:VEVENT"] + $0.lines + ["END:VEVENT"] }
        let head = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Example Corp.//A world of attachments//EN"]
        return Array((head + events + ["END:VCALENDAR", ""]).joined(separator: "\r\n").utf8)
    }

    // MARK: Editing

    /// Returns the document with another summary.
    func titled(_ summary: String) -> WorldDocument {
        mapping { lines in lines.map { $0.hasPrefix("SUMMARY") ? "SUMMARY:\(summary)" : $0 } }
    }

    /// Returns the document without the ATTACH properties of an attachment, or of one component alone.
    func dropping(_ id: String, from key: String?) -> WorldDocument {
        var document = self
        for index in parts.indices where key == nil || parts[index].key == key {
            document.parts[index].lines.removeAll { $0.isAttachment && $0.contains(id) }
        }
        return document
    }

    /// Returns the document as clients write it that keep nothing of ATTACH but its value.
    func stripped() -> WorldDocument {
        mapping { lines in
            lines.map { line in
                guard line.isAttachment, !line.isInlineAttachment,
                    let uri = CalendarText(Array(line.utf8)).attachments.first?.uri
                else {
                    return line
                }
                return "ATTACH:\(uri)"
            }
        }
    }

    /// Returns the document with one more line in its master.
    func attaching(_ line: String) -> WorldDocument {
        var document = self
        document.parts[0].lines.append(line)
        return document
    }

    /// Returns the two series of which the second one begins on a day, with the attachments of the whole on both.
    func split(on day: Int, as uid: String) -> (earlier: WorldDocument, later: WorldDocument) {
        (part(days.lowerBound...(day - 1)), part(day...days.upperBound).mapping { $0.setting("UID", to: uid) })
    }

    private func part(_ days: ClosedRange<Int>) -> WorldDocument {
        var document = self
        document.parts[0].lines = parts[0].lines
            .setting("DTSTART", to: Self.instance(on: days.lowerBound))
            .setting("RRULE", to: "FREQ=DAILY;COUNT=\(days.count)")
        document.parts.removeAll { part in Self.day(of: part.key).map { !days.contains($0) } ?? false }
        return document
    }

    /// Returns the document with changed lines in every component.
    func mapping(_ change: ([String]) -> [String]) -> WorldDocument {
        var document = self
        for index in parts.indices { document.parts[index].lines = change(parts[index].lines) }
        return document
    }
}

extension [String] {
    /// Returns the value of a property that has no parameters.
    fileprivate func value(of name: String) -> String? {
        first { $0.hasPrefix(name + ":") }.map { String($0.dropFirst(name.count + 1)) }
    }

    /// Returns the lines with another value of a property.
    fileprivate func setting(_ name: String, to value: String) -> [String] {
        map { $0.hasPrefix(name + ":") ? "\(name):\(value)" : $0 }
    }
}
