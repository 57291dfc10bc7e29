import AttachmentStore
import HTMLPages
import ICalendar
import Recurrence

/// What a page tells of a calendar object resource.
struct EventText: Sendable {
    /// The characters of a summary that are shown.
    private static let maximumSummary = 300

    /// The characters of another text that are shown.
    private static let maximumText = 2_000

    /// Bounds the search for the first instance.
    private static let budget = RecurrenceBudget(work: 1_000, instances: 10)

    /// The resource.
    let resource: CalendarObjectResource

    private let main: Component?

    /// Takes the master, or the first override of a resource without one.
    init(_ resource: CalendarObjectResource) {
        self.resource = resource
        main = resource.master ?? resource.instances.first
    }

    /// The summary; words in its place where there is none.
    var summary: String {
        let text = text("SUMMARY", upTo: Self.maximumSummary)?.replacing("\n", with: " ")
        return text ?? "(no title)"
    }

    /// Whether the resource stands for more than one instance.
    var isRepeating: Bool {
        resource.instances.count > 1 || ["RRULE", "RDATE", "RECURRENCE-ID"].contains { main?.first($0) != nil }
    }

    /// The start of the master, or the due time where it has no start.
    var start: CalendarTime? {
        (main?.first("DTSTART") ?? main?.first("DUE")).flatMap { try? CalendarTime($0) }
    }

    /// The time of the master, if it has one.
    var when: Moment? {
        start.map { PageTime.span(from: $0, to: end(after: $0)) }
    }

    /// Returns DTEND, or what DURATION makes of the start.
    private func end(after start: CalendarTime) -> CalendarTime? {
        if let stated = main?.first("DTEND") { return try? CalendarTime(stated) }
        guard main?.first("DURATION") != nil, let set = try? RecurrenceSet(of: resource) else { return nil }
        var instances = set.makeIterator(budget: Self.budget)
        guard let first = try? instances.next(), first.start == start else { return nil }
        return first.end
    }

    /// The facts that a page shows above the files.
    var facts: [EventPage.Fact] {
        let texts = [
            when.map { EventPage.Fact("When", isRepeating ? "\($0.text), repeats" : $0.text) },
            text("LOCATION", upTo: Self.maximumText).map { EventPage.Fact("Where", $0) },
            text("DESCRIPTION", upTo: Self.maximumText).map { EventPage.Fact("Notes", $0) },
        ]
        return texts.compactMap(\.self)
    }

    /// The managed attachments, each once, in their order.
    var attachmentIDs: [AttachmentID] {
        var seen: Set<AttachmentID> = []
        return resource.instances.flatMap { Self.attachmentIDs(of: $0) }.filter { seen.insert($0).inserted }
    }

    /// Returns the instances that have an attachment; nil where the master has it, and so all that have no own data.
    func instances(with id: AttachmentID) -> String? {
        let owners = resource.instances.filter { Self.attachmentIDs(of: $0).contains(id) }
        guard owners.allSatisfy({ $0.first("RECURRENCE-ID") != nil }) else { return nil }
        let times = owners.compactMap { $0.first("RECURRENCE-ID") }.compactMap { try? CalendarTime($0) }
        let names = times.prefix(3).map { "only \(PageTime.time($0).text)" }
        return names.joined(separator: ", ") + (times.count > 3 ? " and \(times.count - 3) more" : "")
    }

    private static func attachmentIDs(of component: Component) -> [AttachmentID] {
        component.properties(named: "ATTACH").compactMap { property in
            property.parameter("MANAGED-ID").flatMap { AttachmentID(parsing: $0) }
        }
    }

    private func text(_ name: String, upTo limit: Int) -> String? {
        guard let value = main?.first(name)?.value else { return nil }
        let text = TextValue.unescape(value)
        guard text.contains(where: { !$0.isWhitespace }) else { return nil }
        return text.count > limit ? text.prefix(limit) + "…" : text
    }
}
