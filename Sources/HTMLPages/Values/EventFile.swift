/// A file of an event.
package struct EventFile: Hashable, Sendable {
    /// The managed ID, which names the file among those of its page.
    let id: String

    /// The file name, and where the file is.
    let crumb: Crumb

    /// The media type.
    let mediaType: String

    /// How long it is.
    let size: FileSize

    /// When it was added, if that is known.
    let added: Moment?

    /// The instances that have it; nil where all have.
    let instances: String?

    /// Why the server took it away, if it did.
    let withdrawal: String?

    /// Where a file is sent that takes its place.
    let replacement: PageLink

    /// The page that asks whether it is to go.
    let removal: PageLink

    /// Describes a file.
    package init(
        id: String,
        _ crumb: Crumb,
        content: (mediaType: String, size: FileSize),
        added: Moment?,
        instances: String?,
        withdrawal: String?,
        actions: (replacement: PageLink, removal: PageLink)
    ) {
        self.id = id
        self.crumb = crumb
        mediaType = content.mediaType
        size = content.size
        self.added = added
        self.instances = instances
        self.withdrawal = withdrawal
        replacement = actions.replacement
        removal = actions.removal
    }
}

/// A file that an event had, and that can be brought back.
package struct FormerFile: Hashable, Sendable {
    /// The file name.
    let name: String

    /// How long it is.
    let size: FileSize

    /// When it was removed.
    let removed: Moment

    /// Until when it can be brought back.
    let due: Moment

    /// Where the wish to have it back is sent.
    let restoration: PageLink

    /// Describes a file.
    package init(name: String, size: FileSize, removed: Moment, due: Moment, restoration: PageLink) {
        self.name = name
        self.size = size
        self.removed = removed
        self.due = due
        self.restoration = restoration
    }
}
