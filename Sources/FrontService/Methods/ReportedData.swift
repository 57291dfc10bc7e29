import CalDAV
import CalendarStore
import ICalendar

/// The calendar data of an object as a report carries it within XML.
enum ReportedData {
    /// Returns the octets of an object, as far as they are asked for, in UTF-8 that XML can carry.
    ///
    /// - Throws: `ICalendarError` where stored data can no longer be parsed, which is a fault of the service.
    static func octets(of object: CalendarObject, _ request: CalendarDataRequest) throws -> [UInt8] {
        guard request.selection == nil else {
            return foldsBetweenCharacters(
                request.selected(from: try ICalendarObject(parsing: object.data)).serialised()
            )
        }
        return foldsBetweenCharacters(object.data)
    }

    /// Returns data whose folds lie within no character.
    ///
    /// RFC 5545 §3.1: "It is possible for very simple implementations to generate improperly folded lines in the middle
    /// of a UTF-8 multi-octet sequence." Such data is not UTF-8 as a whole. It is stored and sent by GET as it came, but in
    /// XML its lines are unfolded, which means the same.
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
