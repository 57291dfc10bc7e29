/// What one home has to look like: its calendars, their objects, and the files on every component.
struct WorldModel: Hashable, Sendable {
    /// Where an object is.
    struct Place: Hashable, Sendable {
        /// The segment of the calendar.
        let calendar: String
        /// The segment of the object.
        let name: String
    }

    /// A file on a component.
    struct File: Hashable, Sendable {
        /// What ATTACH says of a file.
        enum Kind: Sendable {
            /// A URI with a MANAGED-ID.
            case managed
            /// A URI that reads nothing any more.
            case plain
            /// The octets themselves (RFC 5545 §3.8.1.1).
            case inline
        }

        /// The label, which is the file's name and never used again.
        let label: String
        /// What ATTACH says.
        let kind: Kind

        /// Whether the server keeps the file as a managed attachment.
        var isManaged: Bool { kind == .managed }
    }

    /// A calendar object resource.
    struct Object: Hashable, Sendable {
        /// The UID.
        var uid: String
        /// The summary.
        var summary: String
        /// The days of its instances.
        var days: ClosedRange<Int>
        /// The files by the keys of the components.
        var files: [String: Set<File>]
        /// What is kept of its past.
        var past = WorldPast()

        /// The labels of managed attachments.
        var labels: Set<String> { Set(files.values.joined().filter(\.isManaged).map(\.label)) }

        /// Whether `rid` may name an instance.
        func hasInstance(_ key: String) -> Bool {
            key == WorldDocument.master || WorldDocument.day(of: key).map(days.contains) ?? false
        }

        /// RFC 8607 §3.4: an instance without a component gets one, which has the master's files.
        mutating func materialise(_ key: String) {
            files[key] = files[key] ?? files[WorldDocument.master]
        }
    }

    /// The objects by name, by the names of their calendars.
    var calendars: [String: [String: Object]] = [:]

    /// The object at a place.
    subscript(_ place: Place) -> Object? {
        get { calendars[place.calendar]?[place.name] }
        set { calendars[place.calendar]?[place.name] = newValue }
    }

    /// The labels of all files that some object links.
    var labels: Set<String> { Set(calendars.values.flatMap(\.values).flatMap(\.labels)) }

    /// The files of all components of all objects, as often as they are there.
    var files: [File] { calendars.values.flatMap(\.values).flatMap(\.files.values).flatMap(\.self) }

    /// Every place that has an object.
    var places: [Place] {
        calendars.flatMap { calendar, objects in objects.keys.map { Place(calendar: calendar, name: $0) } }
    }

    /// Whether another object of a calendar has a UID (RFC 4791 §5.3.2.1, CALDAV:no-uid-conflict).
    func isTaken(_ uid: String, besides place: Place) -> Bool {
        (calendars[place.calendar] ?? [:]).contains { $0.key != place.name && $0.value.uid == uid }
    }
}
