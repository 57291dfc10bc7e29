import AttachmentStore
import BlobModel
import CalendarStore
import DeploymentStore
import HTMLPages
import HTTPSemantics
import ICalendar
import ManagedAttachments
import Recurrence
import WebDAV

/// An event that a page shows, as it is stored.
struct ShownEvent {
    /// Its path among the pages.
    let path: PageEvent

    /// The calendar that it is in.
    let place: ResolvedCalendar

    /// The calendar object resource.
    let object: CalendarObject

    /// What is told of it.
    let text: EventText

    /// The resource for the store of attachments.
    var linked: LinkedObjectID { LinkedObjectID(object.id.text) }

    /// The steps that lead to the event's own page.
    var trail: [Crumb] { [PageReading.home, PageReading.crumb(of: place.calendar)] }

    /// The step to the event's own page.
    var crumb: Crumb { Crumb(text.summary, PagePath.event(path).link()) }
}

extension PageReading {
    /// Returns an event of who is logged in.
    ///
    /// - Throws: `WebDAVError` 404; `CalendarObjectError` for stored data that is not valid; `SQLError`.
    func event(_ path: PageEvent) throws -> ShownEvent {
        let place = try calendar(named: path.calendar)
        guard
            let object = try dependencies.calendars.object(named: path.object, in: place.calendar.id, in: txn)
        else { throw WebDAVError.notFound }
        let text = EventText(try CalendarObjectResource(parsing: object.data))
        return ShownEvent(path: path, place: place, object: object, text: text)
    }

    /// Reads the page of an event.
    ///
    /// - Throws: `WebDAVError` 404; `SQLError`.
    func eventPage(_ path: PageEvent) throws -> EventPage {
        let event = try event(path)
        let notice = PageQuery(request.request)[Notice.queryName].flatMap(Notice.init(rawValue:))
        return EventPage(
            EventPage.Description(summary: event.text.summary, facts: event.text.facts),
            trail: event.trail,
            files: (present: try files(of: event), former: try formerFiles(of: event)),
            actions: try actions(on: event),
            notice: notice
        )
    }

    /// Reads the page that asks whether a file is to go.
    ///
    /// - Throws: `WebDAVError` 404; `SQLError`.
    func removalPage(of id: AttachmentID, in path: PageEvent) throws -> RemovalPage {
        let event = try event(path)
        guard event.text.attachmentIDs.contains(id),
            let attachment = try dependencies.attachments.attachment(id, in: txn)
        else { throw WebDAVError.notFound }
        return RemovalPage(
            file: attachment.filename,
            trail: event.trail + [event.crumb],
            action: PagePath.file(path, id, .remove).link(),
            fields: try fields(for: event)
        )
    }

    /// Returns what the forms of an event's page carry.
    private func fields(for event: ShownEvent) throws -> FormFields {
        let token = FormToken(try dependencies.deployment.keyRing(in: txn), for: principal.home)
        return FormFields(
            token: token.mint(now: request.received),
            entityTag: EntityTag(strong: event.object.etag).description
        )
    }

    private func actions(on event: ShownEvent) throws -> EventPage.Actions {
        guard event.place.privileges.contains(.writeContent) else {
            return .none(reason: "You can read this event, and change nothing.")
        }
        let role = SchedulingRole(in: event.text.resource, ownerAddresses: event.place.owner.calendarUserAddresses)
        guard role != .attendee else {
            return .none(reason: "Only the organizer can change the files of this event.")
        }
        let form = UploadForm(
            action: PagePath.files(event.path).link(),
            limit: dependencies.configuration.attachments.maximumSize,
            choices: choices(of: event)
        )
        return .all(form, try fields(for: event))
    }
}
