import CalendarStore
import HTMLPages
import ICalendar
import Recurrence

/// Finds the events of a calendar that one page shows, with bounds on what is read for it.
struct EventSearch {
    /// What was found.
    struct Findings {
        /// The events, in the order in which they are shown.
        let events: [CalendarPage.Event]

        /// A sentence about what is not shown, if anything is not.
        let notice: String?
    }

    /// An event with its place in the order.
    private struct Finding {
        let event: CalendarPage.Event
        let start: Int
    }

    /// The most events on a page.
    static let maximumShown = 200

    /// The most calendar objects that are looked at for a page.
    static let maximumObjects = 2_000

    /// The most octets of data that are looked at for a page.
    static let maximumBytes = 32 << 20

    /// Bounds the instances of one object.
    private static let budget = RecurrenceBudget(work: 20_000, instances: 1_000)

    private let reading: PageReading
    private let calendar: CalendarCollection

    /// Makes a search in a calendar.
    init(_ reading: PageReading, in calendar: CalendarCollection) {
        self.reading = reading
        self.calendar = calendar
    }

    /// Finds the events that meet a month, each once, by the first instance that does.
    ///
    /// - Throws: `SQLError`.
    func events(in month: PageMonth) throws -> Findings {
        let zone = calendar.floatingZone
        let range = month.range
        let seconds = Int64(range.lowerBound.secondsSinceEpoch)..<Int64(range.upperBound.secondsSinceEpoch)
        let found = try look(at: CandidateQuery(range: seconds)) { text, name in
            guard let set = try? RecurrenceSet(of: text.resource, floating: zone),
                let instances = try? set.instances(overlapping: range, budget: Self.budget)
            else { return finding(text, named: name, when: text.when, start: text.start) }
            guard let first = instances.first else { return nil }
            let when = PageTime.span(from: first.start, to: first.end)
            return finding(text, named: name, when: when, start: first.start)
        }
        return findings(found.sorted { $0.start < $1.start }, isWhole: found.isWhole)
    }

    /// Finds the events whose summary has a text in it, whatever the case of its letters; the latest first.
    ///
    /// - Throws: `SQLError`.
    func events(with sought: String) throws -> Findings {
        let wanted = sought.lowercased()
        let found = try look(at: CandidateQuery()) { text, name in
            guard wanted.isEmpty || text.summary.lowercased().contains(wanted) else { return nil }
            return finding(text, named: name, when: text.when, start: text.start)
        }
        return findings(found.sorted { $0.start > $1.start }, isWhole: found.isWhole)
    }

    private struct Found {
        var findings: [Finding] = []
        var isWhole = true

        func sorted(by areInOrder: (Finding, Finding) -> Bool) -> [Finding] { findings.sorted(by: areInOrder) }
    }

    private func look(
        at query: CandidateQuery,
        _ match: (EventText, String) -> Finding?
    ) throws -> Found {
        var found = Found()
        var (objects, bytes) = (0, 0)
        var cursor: CandidateCursor?
        repeat {
            let page = try reading.dependencies.calendars.candidates(
                for: query,
                in: calendar.id,
                after: cursor,
                in: reading.txn
            )
            for object in page.candidates {
                bytes += object.size
                guard let resource = try? CalendarObjectResource(parsing: object.data) else { continue }
                if let finding = match(EventText(resource), object.name) { found.findings.append(finding) }
            }
            objects += page.candidates.count
            cursor = page.next
        } while cursor != nil && objects < Self.maximumObjects && bytes < Self.maximumBytes
        found.isWhole = cursor == nil
        return found
    }

    private func finding(_ text: EventText, named name: String, when: Moment?, start: CalendarTime?) -> Finding {
        let event = CalendarPage.Event(
            Crumb(text.summary, PagePath.event(PageEvent(calendar: calendar.name, object: name)).link()),
            when: when,
            isRepeating: text.isRepeating,
            fileCount: text.attachmentIDs.count
        )
        return Finding(event: event, start: start?.civil.secondsSinceEpoch ?? .min)
    }

    private func findings(_ found: [Finding], isWhole: Bool) -> Findings {
        let isAll = isWhole && found.count <= Self.maximumShown
        return Findings(
            events: found.prefix(Self.maximumShown).map(\.event),
            notice: isAll ? nil : "There is more than can be shown here. Search for a title to find the rest."
        )
    }
}
