import CalDAV
import CalendarStore
import FoundationEssentials
import HTTPSemantics
import WebDAV

extension PropertyCatalogue {
    /// The properties of RFC 4918 §15.
    static let resourceProperties: [LiveProperty] = [
        LiveProperty(DAVProperty.resourceType) { subject, _ in
            CalendarPropertyValue.resourceType(subject.resourceTypes)
        },
        LiveProperty(DAVProperty.displayName) { subject, _ in
            subject.displayName.map { name in
                XMLElement(
                    DAVProperty.displayName,
                    text: name,
                    language: subject.calendar?.properties.displayNameLanguage
                )
            }
        },
        LiveProperty(DAVProperty.creationDate, text: { subject, _ in subject.created.map(timestamp) }),
        LiveProperty(
            DAVProperty.getETag,
            text: { subject, _ in subject.object.map { EntityTag(strong: $0.etag).description } }
        ),
        LiveProperty(
            DAVProperty.getContentType,
            text: { subject, _ in
                subject.object.map { ObjectRepresentation.mediaType(componentType: $0.componentType) }
            }
        ),
        LiveProperty(
            DAVProperty.getContentLength,
            text: { subject, _ in subject.object.map { String($0.size) } }
        ),
        LiveProperty(
            DAVProperty.getLastModified,
            text: { subject, _ in subject.object.map { HTTPDate.format($0.modified) } }
        ),
    ]

    /// Returns an instant in the form of RFC 3339, as RFC 4918 §15.1 demands.
    private static func timestamp(_ date: Date) -> String {
        date.formatted(.iso8601)
    }
}

extension PropertySubject {
    /// The object, where the resource is one.
    var object: CalendarObjectSummary? {
        if case .object(let object) = resource { object } else { nil }
    }

    /// The collection, where the resource is one of a home.
    var calendar: CalendarCollection? {
        if case .calendar(let calendar) = resource { calendar } else { nil }
    }

    /// The element names of the resource's types (RFC 4918 §15.9).
    fileprivate var resourceTypes: [XMLName] {
        switch resource {
        case .directory, .home: [DAVElement.collection]
        // RFC 3744 §4: "a principal MUST report the DAV:principal XML element in the value of the
        // DAV:resourcetype property".
        case .principal: [DAVElement.collection, DAVElement.principal]
        case .calendar(let calendar):
            switch calendar.kind {
            case .calendar: [DAVElement.collection, CalendarElement.calendar]
            case .inbox: [DAVElement.collection, CalendarElement.scheduleInbox]
            case .outbox: [DAVElement.collection, CalendarElement.scheduleOutbox]
            }
        case .object: []
        }
    }

    fileprivate var displayName: String? {
        switch resource {
        case .directory, .object: nil
        case .principal(let principal): principal.displayName
        case .home: owner?.displayName
        case .calendar(let calendar): calendar.displayName.isEmpty ? nil : calendar.displayName
        }
    }

    fileprivate var created: Date? {
        switch resource {
        // The collections above principals and homes are there without having been made.
        case .directory: nil
        case .principal(let principal): principal.created
        // A home comes with its principal.
        case .home: owner?.created
        case .calendar(let calendar): calendar.created
        case .object(let object): object.created
        }
    }
}
