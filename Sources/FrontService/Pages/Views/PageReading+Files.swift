import AttachmentStore
import BlobModel
import CalendarStore
import FoundationEssentials
import HTMLPages
import Recurrence

extension PageReading {
    /// The most removed files that a page shows.
    private static let maximumFormer = 50

    /// The most single instances that a file can be added to by a page.
    private static let maximumChoices = 12

    /// Bounds the search for those instances.
    private static let budget = RecurrenceBudget(work: 20_000, instances: 1_000)

    /// Returns the files of an event, in the order of its data.
    ///
    /// - Throws: `SQLError`.
    func files(of event: ShownEvent) throws -> [EventFile] {
        let ids = event.text.attachmentIDs
        let known = try dependencies.attachments.attachments(ids, in: txn)
        return ids.compactMap { id in known[id].map { file(of: event, $0) } }
    }

    private func file(of event: ShownEvent, _ attachment: Attachment) -> EventFile {
        let path = ResourcePath.attachment(attachment.id, filename: attachment.filename)
        return EventFile(
            id: attachment.id.text,
            Crumb(attachment.filename, PageLink(path: path.href)),
            content: (mediaType: attachment.mediaType, size: FileSize(attachment.size)),
            added: PageTime.day(of: attachment.created),
            instances: event.text.instances(with: attachment.id),
            withdrawal: attachment.withdrawal?.reason,
            actions: (
                replacement: PagePath.file(event.path, attachment.id, .replace).link(),
                removal: PagePath.file(event.path, attachment.id, .remove).link()
            )
        )
    }

    /// Returns the files that an event had, and that can be brought back; the latest removal first.
    ///
    /// - Throws: `SQLError`.
    func formerFiles(of event: ShownEvent) throws -> [FormerFile] {
        let present = Set(event.text.attachmentIDs)
        let links = try dependencies.attachments.restorableLinks(
            from: event.linked,
            limit: Self.maximumFormer + present.count,
            in: txn
        ).filter { !present.contains($0.attachment) }
        return try links.prefix(Self.maximumFormer).compactMap { link in
            guard let held = try dependencies.attachments.held(link.attachment, by: link.domain, in: txn),
                held.holding.state.hasBytes, held.attachment.withdrawal == nil
            else { return nil }
            return formerFile(of: event, held, removed: link.removed)
        }
    }

    private func formerFile(of event: ShownEvent, _ held: HeldAttachment, removed: Date) -> FormerFile {
        let grace = Double(dependencies.configuration.attachments.grace.components.seconds)
        var due = removed.addingTimeInterval(grace)
        if case .removed(_, let end) = held.holding.state { due = end }
        return FormerFile(
            name: held.attachment.filename,
            size: FileSize(held.attachment.size),
            removed: PageTime.instant(removed),
            due: PageTime.instant(due),
            restoration: PagePath.file(event.path, held.id, .restore).link()
        )
    }

    /// Returns the instances that a file can be added to alone: those that come next.
    func choices(of event: ShownEvent) -> [UploadForm.Choice] {
        guard dependencies.configuration.attachments.allowsInstances, event.text.isRepeating,
            let set = try? RecurrenceSet(of: event.text.resource, floating: event.place.calendar.floatingZone),
            set.isRecurring
        else { return [] }
        let today = UTCTime(secondsSinceEpoch: Int(request.received.timeIntervalSince1970)).adding(seconds: -86_400)
        var iterator = set.makeIterator(from: today, budget: Self.budget)
        var choices: [UploadForm.Choice] = []
        while choices.count < Self.maximumChoices, let instance = try? iterator.next() {
            guard instance.utcEnd > today else { continue }
            let name = "only \(PageTime.time(instance.start).text)"
            choices.append(UploadForm.Choice(value: instance.recurrenceID.description, name: name))
        }
        return choices
    }
}
