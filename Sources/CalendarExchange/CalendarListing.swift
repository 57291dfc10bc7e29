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
        ///
        /// Texts that are too long are left out: no client could have set them.
        var newCalendar: NewCalendar {
            var properties = CalendarProperties(
                displayName: Self.isTooLong(displayName) ? name : displayName,
                description: Self.isTooLong(description) ? nil : description,
                color: Self.isTooLong(color) ? nil : color,
                order: order
            )
            properties.timeZone = Self.isTooLong(timeZone) ? nil : timeZone
            properties.isTransparent = isTransparent
            return NewCalendar(name: name, components: components, properties: properties)
        }

        /// The members whose texts are longer than ``CalendarListing/maximumTextSize``.
        var tooLongTexts: [String] {
            let texts: [(String, String?)] = [
                ("displayName", displayName), ("description", description), ("color", color), ("timeZone", timeZone),
            ]
            return texts.filter { Self.isTooLong($0.1) }.map { $0.0 }
        }

        private static func isTooLong(_ text: String?) -> Bool {
            (text?.utf8.count ?? 0) > CalendarListing.maximumTextSize
        }
    }

    /// The greatest number of octets of a text, as of one that a client sets.
    static let maximumTextSize = 64 << 10

    /// The greatest number of octets of a listing.
    static let maximumOctets: UInt64 = 4 << 20

    /// The greatest number of calendars of a listing; a home has no more than 500.
    static let maximumEntries = 1_000

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

    /// Whether no calendar is at the path of another, or below it.
    ///
    /// An export makes none such; each would be all the files of the other once more.
    var isDisjoint: Bool {
        let paths = calendars.compactMap(\.normalisedPath).map { Array("\($0.string)/".utf8) }
        let sorted = paths.sorted { $0.lexicographicallyPrecedes($1) }
        return zip(sorted, sorted.dropFirst()).allSatisfy { !$1.starts(with: $0) }
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
