import CalendarStore
import FoundationEssentials

/// The calendars of an export with the properties that their files do not have: `calendars.json`.
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

    /// The version of the format: 1.
    var format = 1

    /// The calendars in the order of their names.
    var calendars: [Entry] = []

    /// The listing as JSON for people to read, too.
    func encoded() throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return Array(try encoder.encode(self)) + Array("\n".utf8)
    }
}
