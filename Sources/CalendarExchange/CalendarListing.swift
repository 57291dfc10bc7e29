import CalendarStore
import FoundationEssentials
import SystemPackage

/// The calendars of an export with the properties that their files do not have: `calendars.json`.
///
/// The members are in `Docs/formats/calendars.md`.
struct CalendarListing: Codable, Hashable {
    /// One calendar.
    struct Entry: Codable, Hashable {
        /// The file or the folder with its objects, relative to the listing.
        let path: String

        /// The segment of the calendar's URL, decoded.
        let name: String

        /// The name for people to read.
        let displayName: String

        /// The component types that it takes.
        let components: [String]

        /// The description.
        let description: String?

        /// The colour as clients write it.
        let color: String?

        /// The position among the calendars of the home.
        let order: Int64?

        /// The time zone of floating times as an iCalendar object.
        let timeZone: String?

        /// Whether the objects leave their owner free.
        let isTransparent: Bool

        /// Describes a calendar whose objects are at a path.
        init(_ calendar: CalendarCollection, at path: String) {
            self.path = path
            name = calendar.name
            displayName = calendar.displayName
            components = calendar.components
            description = calendar.properties.description
            color = calendar.properties.color
            order = calendar.properties.order
            timeZone = calendar.properties.timeZone
            isTransparent = calendar.properties.isTransparent
        }

        /// The path without detours; nil when it does not lead to something beside the listing or below.
        var normalisedPath: FilePath? {
            let path = FilePath(path).lexicallyNormalized()
            guard path.isRelative, !path.isEmpty, path.components.allSatisfy({ $0.kind == .regular }) else {
                return nil
            }
            return path
        }

        /// The calendar to make where there is none of its name.
        var newCalendar: NewCalendar {
            var properties = CalendarProperties(
                displayName: displayName,
                description: description,
                color: color,
                order: order
            )
            properties.timeZone = timeZone
            properties.isTransparent = isTransparent
            return NewCalendar(name: name, components: components, properties: properties)
        }
    }

    /// The name of the file.
    static let fileName = "calendars.json"

    /// The path of the file below the top of an export.
    static var path: FilePath { FilePath(fileName) }

    /// The format that this version writes and reads.
    static let currentFormat = 1

    /// The version of the format.
    private(set) var format = currentFormat

    /// The calendars in the order of their names.
    var calendars: [Entry] = []

    /// Makes a listing that has no calendars yet.
    init() {}

    /// Reads a listing.
    ///
    /// - Throws: ``ExchangeError/malformedListing(_:)``, ``ExchangeError/unknownFormat(_:_:)``.
    init(decoding octets: [UInt8], at path: FilePath) throws(ExchangeError) {
        let (decoder, data) = (JSONDecoder(), Data(octets))
        guard let version = try? decoder.decode(Version.self, from: data) else { throw .malformedListing(path) }
        guard version.format == Self.currentFormat else { throw .unknownFormat(path, version.format) }
        guard let listing = try? decoder.decode(Self.self, from: data) else { throw .malformedListing(path) }
        self = listing
    }

    /// The listing as JSON for people to read, too.
    func encoded() throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return Array(try encoder.encode(self)) + Array("\n".utf8)
    }

    /// The member that all formats have.
    private struct Version: Decodable {
        let format: Int
    }
}
