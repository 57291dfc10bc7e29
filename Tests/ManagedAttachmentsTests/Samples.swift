import FoundationEssentials
import HTTPSemantics
import ICalendar
import ManagedAttachments
import Testing

/// Values that tests build on.
enum Sample {
    /// The time of every change.
    static let now = Date(timeIntervalSince1970: 1_704_110_400)
    /// `now` as iCalendar writes it.
    static let stamp = "20240101T120000Z"

    /// Returns the URI scheme of the front that all samples belong to.
    static func uris() throws -> AttachmentURIScheme {
        try #require(AttachmentURIScheme(publicURL: "https://cal.example.com"))
    }

    /// Returns a planner with small limits.
    static func planner(
        maximumSize: UInt64 = 1_000,
        maximumPerResource: Int = 3,
        maximumResourceSize: Int = 100_000
    ) throws -> AttachmentPlanner {
        let limits = AttachmentLimits(
            maximumSize: maximumSize,
            maximumPerResource: maximumPerResource,
            maximumResourceSize: maximumResourceSize
        )
        return AttachmentPlanner(limits: limits, uris: try uris())
    }

    /// Returns an attachment `<id>.pdf`.
    static func attachment(_ id: String, size: UInt64 = 10) throws -> ManagedAttachment {
        let label = AttachmentLabel(mediaType: "application/pdf", filename: "\(id).pdf")
        return ManagedAttachment(id: ManagedID(id), label: label, size: size, uris: try uris())
    }

    /// Returns the ATTACH line of `attachment(_:)`, folded as a client might not.
    static func attach(_ id: String) -> String {
        "ATTACH;MANAGED-ID=\(id);FMTTYPE=application/pdf;SIZE=10;FILENAME=\(id).pdf:\(uri(id))"
    }

    /// Returns the URI of `attachment(_:)`.
    static func uri(_ id: String) -> String {
        "https://cal.example.com/attachments/\(id)/\(id).pdf"
    }

    /// Returns a resource of one VEVENT with more lines.
    static func event(_ lines: String...) throws -> CalendarObjectResource {
        try resource([event(lines)])
    }

    /// Returns a resource of a recurring VEVENT and an override, each with more lines.
    static func series(master: [String], override: [String]) throws -> CalendarObjectResource {
        try resource([
            event(["RRULE:FREQ=DAILY"] + master), event(["RECURRENCE-ID:20240103T120000Z"] + override),
        ])
    }

    /// A daily event as text.
    static let seriesText = [
        "BEGIN:VCALENDAR", "VERSION:2.0", "BEGIN:VEVENT", "UID:1", "DTSTAMP:20230101T000000Z",
        "DTSTART:20240102T120000Z", "RRULE:FREQ=DAILY", "END:VEVENT", "END:VCALENDAR", "",
    ].joined(separator: "\r\n")

    /// The lines of an organizer, bob, and an attendee, alice.
    static let meeting = ["ORGANIZER:mailto:bob@example.com", "ATTENDEE:mailto:alice@example.com"]

    private static func event(_ lines: [String]) -> String {
        let head = ["BEGIN:VEVENT", "UID:1", "DTSTAMP:20230101T000000Z", "DTSTART:20240102T120000Z"]
        return (head + lines + ["END:VEVENT"]).joined(separator: "\r\n")
    }

    /// Returns a resource of components of one type, each with UID, DTSTAMP and more lines.
    static func resource(_ type: String = "VEVENT", of components: [String]...) throws -> CalendarObjectResource {
        try resource(
            components.map { lines in
                let head = ["BEGIN:\(type)", "UID:1", "DTSTAMP:20230101T000000Z"]
                return (head + lines + ["END:\(type)"]).joined(separator: "\r\n")
            }
        )
    }

    private static func resource(_ components: [String]) throws -> CalendarObjectResource {
        let lines = ["BEGIN:VCALENDAR", "VERSION:2.0"] + components + ["END:VCALENDAR", ""]
        return try CalendarObjectResource(parsing: Array(lines.joined(separator: "\r\n").utf8))
    }
}

extension CalendarObjectResource {
    /// The ATTACH lines of each component, unfolded, with parameters in their order.
    var attachLines: [[String]] {
        instances.map { instance in
            instance.properties(named: "ATTACH").map { property in
                let parameters = property.parameters.map { ";\($0.name)=\($0.values.joined(separator: ","))" }
                return property.name + parameters.joined() + ":" + property.value
            }
        }
    }

    /// The lines of each component, unfolded, without BEGIN, UID and END.
    var lines: [[String]] {
        text.replacing("\r\n ", with: "").split(separator: "BEGIN:\(componentType.name)\r\n").dropFirst().map { part in
            part.split(separator: "\r\n").map(String.init)
                .filter { !$0.hasPrefix("UID:") && !$0.hasPrefix("END:\(componentType.name)") && $0 != "END:VCALENDAR" }
        }
    }

    /// The data as text.
    var text: String {
        String(decoding: serialised(), as: UTF8.self)
    }
}
