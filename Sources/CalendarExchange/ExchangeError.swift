import CalendarStore
package import SystemPackage

/// Why calendars are not exported or imported.
package enum ExchangeError: Error, Hashable {
    /// There is no user of that name.
    case userMissing(String)

    /// There is no calendar of that name in the user's home.
    case calendarMissing(String)

    /// A file is no iCalendar stream; the sentence says where and why.
    case malformedFile(FilePath, String)

    /// A folder has no `calendars.json` and no calendar files.
    case nothingToImport(FilePath)

    /// The record of an export cannot be read.
    case malformedListing(FilePath)

    /// The record of an export is of a later format.
    case unknownFormat(FilePath, Int)

    /// A zip file cannot be read.
    case unreadableArchive(FilePath, ZipError)
}

extension ExchangeError: CustomStringConvertible {
    /// A sentence for operators.
    package var description: String {
        switch self {
        case .userMissing(let uid): "There is no user \(uid)."
        case .calendarMissing(let name): "The user has no calendar \"\(name)\"."
        case .malformedFile(let path, let reason): "\(path) cannot be imported: \(reason)"
        case .nothingToImport(let path): "\(path) has no calendars: it has neither calendars.json nor files *.ics."
        case .malformedListing(let path): "\(path) is damaged, or was not made by an export."
        case .unknownFormat(let path, let format):
            "\(path) is of format \(format), which this version does not know; use the version that made it, or a later one."
        case .unreadableArchive(let path, let error): "\(path) cannot be imported: \(error)"
        }
    }
}
