import ICalendar
import Recurrence

/// Finds the instances of a series that have no component of their own, for all items of one rid.
///
/// Work grows with the instances near the one that is named, however far that is from the start, except under a rule with
/// COUNT, which is counted from its start. All look-ups together are bounded by one budget.
struct InstanceLookup {
    /// The most that the look-ups for one rid may cost together; some hundredths of a second.
    private static let budget = 200_000

    /// The time zones of the resource.
    var resolver: TimeZoneResolver { recurrence.resolver }
    /// The start of the series, in the form in which RECURRENCE-ID has to be written.
    let start: CalendarTime
    private let recurrence: RecurrenceSet
    private var meter: WorkMeter

    /// Reads the times of a resource, or returns nil where they name no instance beside the components.
    ///
    /// Such a resource has no master, does not recur, or is stored with rules that cannot be computed.
    ///
    /// - Parameter resource: The calendar object resource.
    /// - Throws: `validRID` when it states so many times that to read them costs too much.
    init?(_ resource: CalendarObjectResource) throws(ManagedAttachmentViolation) {
        guard let master = resource.master, let property = master.first("DTSTART") ?? master.first("DUE") else {
            return nil
        }
        meter = WorkMeter(RecurrenceBudget(work: Self.budget, instances: 0))
        do { try meter.spend(Self.statedTimes(of: master)) } catch { throw .validRID(.tooCostly) }
        guard let start = try? CalendarTime(property), let set = try? RecurrenceSet(of: resource), set.isRecurring
        else {
            return nil
        }
        self.start = start
        recurrence = set
    }

    /// Finds the instance that an item of rid names.
    ///
    /// - Parameter item: A RECURRENCE-ID value in the form of DTSTART: local, UTC, or date only.
    /// - Returns: The instance; nil where the recurrence set has none by that name, or it is stored by another name.
    /// - Throws: `validRID` when the search costs too much.
    mutating func instance(named item: String) throws(ManagedAttachmentViolation) -> Instance? {
        guard let time = CalendarTime(parsing: item, zone: start.zone) else { return nil }
        // RFC 5545 §3.3.5: a local time that the clock shows twice is the first occurrence, so that no RECURRENCE-ID can
        // name an RDATE at the second.
        guard let instance = try search(time), recurrenceID(of: instance).description == item else { return nil }
        return instance
    }

    /// Returns the RECURRENCE-ID of an instance in the form of DTSTART.
    ///
    /// RFC 5545 §3.8.4.4: "The RECURRENCE-ID property … MUST be specified as a date with local time and time zone
    /// reference if and only if the "DTSTART" property contained within the recurring component is specified" so. An RDATE
    /// may be of another form.
    func recurrenceID(of instance: Instance) -> CalendarTime {
        instance.recurrenceID.written(as: start, by: resolver)
    }

    /// Counts the times that RDATE and EXDATE state; each is read, whatever rid names.
    private static func statedTimes(of master: Component) -> Int {
        var count = 0
        for name in ["RDATE", "EXDATE"] {
            for property in master.properties(named: name) {
                count += 1 + property.value.utf8.count(where: { $0 == UInt8(ascii: ",") })
            }
        }
        return count
    }

    private mutating func search(_ time: CalendarTime) throws(ManagedAttachmentViolation) -> Instance? {
        do {
            return try recurrence.instance(named: time, &meter)
        } catch {
            throw .validRID(.tooCostly)
        }
    }
}
