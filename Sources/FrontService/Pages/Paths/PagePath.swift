package import AttachmentStore

/// The path of a page for people, and of what its forms are sent to.
package enum PagePath: Hashable, Sendable {
    /// What a form does to a file of an event.
    package enum FileAction: String, CaseIterable, Hashable, Sendable {
        /// Another file takes its place.
        case replace
        /// It goes.
        case remove
        /// It comes back.
        case restore
    }

    /// `/my/`, the calendars.
    case home
    /// `/my/c/<calendar>/`, the events of a calendar.
    case calendar(String)
    /// `/my/c/<calendar>/<object>/`, an event with its files.
    case event(PageEvent)
    /// `/my/c/<calendar>/<object>/files`, where new files are sent.
    case files(PageEvent)
    /// `/my/c/<calendar>/<object>/files/<id>/<action>`, where what is to become of a file is sent.
    case file(PageEvent, AttachmentID, FileAction)
    /// `/my/assets/<name>`, a file that belongs to the pages.
    case asset(String)

    /// The first segment of all pages.
    static let root = "my"

    /// Finds the page of the decoded segments that follow the first; nil where there is none.
    init?(names: [String]) {
        switch names.first {
        case nil: self = .home
        case "assets" where names.count == 2: self = .asset(names[1])
        case "c": self.init(calendarNames: Array(names.dropFirst()))
        default: return nil
        }
    }

    private init?(calendarNames names: [String]) {
        switch names.count {
        case 1: self = .calendar(names[0])
        case 2: self = .event(PageEvent(calendar: names[0], object: names[1]))
        case 3 where names[2] == "files": self = .files(PageEvent(calendar: names[0], object: names[1]))
        case 5 where names[2] == "files":
            guard let id = AttachmentID(parsing: names[3]), let action = FileAction(rawValue: names[4]) else {
                return nil
            }
            self = .file(PageEvent(calendar: names[0], object: names[1]), id, action)
        default: return nil
        }
    }
}

extension PagePath {
    /// The decoded segments that follow the first.
    var names: [String] {
        switch self {
        case .home: []
        case .calendar(let calendar): ["c", calendar]
        case .event(let event): ["c", event.calendar, event.object]
        case .files(let event): ["c", event.calendar, event.object, "files"]
        case .file(let event, let id, let action):
            ["c", event.calendar, event.object, "files", id.text, action.rawValue]
        case .asset(let name): ["assets", name]
        }
    }

    /// Whether the path ends in a slash.
    var isCollection: Bool { kind == .page }

    /// The kind of resource, by which methods are routed.
    var kind: ResourceKind {
        switch self {
        case .home, .calendar, .event: .page
        case .files, .file: .pageForm
        case .asset: .pageAsset
        }
    }

    /// The event that the page is about, if it is about one.
    var event: PageEvent? {
        switch self {
        case .event(let event), .files(let event), .file(let event, _, _): event
        case .home, .calendar, .asset: nil
        }
    }
}

extension ResourcePath {
    /// Whether the resource is one for people.
    var isPage: Bool {
        guard case .page = self else { return false }
        return true
    }
}
