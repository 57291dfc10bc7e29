import CalDAV
import CalendarStore
import ICalendar
import Recurrence

/// The calendar data of an object as a report carries it within XML.
enum ReportedData {
    /// Why data cannot be given as it is asked for.
    enum Fault: Error {
        /// The stored data cannot be parsed any more, which is a fault of the service.
        case unreadable(any Error)

        /// A rule or a value of the object is malformed or not supported, or the instances take too much.
        case recurrence(RecurrenceError)
    }

    /// What the expansion of one object may cost: an instance for each hour of a year; their text has a limit too.
    private static let budget = RecurrenceBudget(work: 500_000, instances: 10_000)

    /// Returns the octets of an object, as far as they are asked for, in UTF-8 that XML can carry.
    ///
    /// - Parameters:
    ///   - object: The object.
    ///   - request: What is asked for.
    ///   - floating: The zone of dates and floating times (RFC 4791 §7.3).
    /// - Returns: The octets; of what is asked for as stored, every line as it came.
    /// - Throws: ``Fault``.
    static func octets(
        of object: CalendarObject,
        _ request: CalendarDataRequest,
        floating: FloatingZone
    ) throws(Fault) -> [UInt8] {
        guard !request.wantsWholeObject else { return foldsBetweenCharacters(object.data) }
        return foldsBetweenCharacters(try applied(request, to: object, floating: floating).serialised())
    }

    private static func applied(
        _ request: CalendarDataRequest,
        to object: CalendarObject,
        floating: FloatingZone
    ) throws(Fault) -> ICalendarObject {
        guard request.recurrence != nil || request.freeBusyLimit != nil else {
            do {
                return request.selected(from: try ICalendarObject(parsing: object.data))
            } catch {
                throw .unreadable(error)
            }
        }
        let resource: CalendarObjectResource
        do {
            resource = try CalendarObjectResource(parsing: object.data)
        } catch {
            throw .unreadable(error)
        }
        do {
            return try request.applied(to: resource, floating: floating, budget: budget)
        } catch {
            throw .recurrence(error)
        }
    }

    /// Returns data whose folds lie within no character.
    ///
    /// RFC 5545 §3.1: "It is possible for very simple implementations to generate improperly folded lines in the middle
    /// of a UTF-8 multi-octet sequence." Such data is not UTF-8 as a whole. It is stored and sent by GET as it came,
    /// but in XML its lines are unfolded, which means the same.
    private static func foldsBetweenCharacters(_ octets: [UInt8]) -> [UInt8] {
        guard String(validating: octets, as: UTF8.self) == nil else { return octets }
        var unfolded: [UInt8] = []
        unfolded.reserveCapacity(octets.count)
        var position = octets.startIndex
        while position < octets.endIndex {
            if let length = foldLength(octets[position...]) {
                position += length
            } else {
                unfolded.append(octets[position])
                position += 1
            }
        }
        return unfolded
    }

    /// Returns the number of octets of the fold with which the octets begin, or nil where they begin with none.
    private static func foldLength(_ octets: ArraySlice<UInt8>) -> Int? {
        let isCRLF = octets.first == UInt8(ascii: "\r") && octets.dropFirst().first == UInt8(ascii: "\n")
        guard isCRLF || octets.first == UInt8(ascii: "\n") else { return nil }
        let lineBreak = isCRLF ? 2 : 1
        let next = octets.dropFirst(lineBreak).first
        return next == UInt8(ascii: " ") || next == UInt8(ascii: "\t") ? lineBreak + 1 : nil
    }
}
