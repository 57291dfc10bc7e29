/// A file that belongs to the pages, part of the program.
package enum Asset: String, CaseIterable, Hashable, Sendable {
    /// How the pages look.
    case stylesheet = "page.css"
    /// Dropping files, and the progress of their upload.
    case script = "page.js"
    /// The sign of the service.
    case icon = "icon.svg"

    /// The media type.
    package var mediaType: String {
        switch self {
        case .stylesheet: "text/css; charset=utf-8"
        case .script: "text/javascript; charset=utf-8"
        case .icon: "image/svg+xml"
        }
    }

    /// The content.
    package var text: String {
        switch self {
        case .stylesheet: Self.stylesheetText
        case .script: Self.scriptText
        case .icon: Self.iconText
        }
    }

    private static let iconText = """
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">
        <rect width="32" height="32" rx="8" fill="#2f5d50"/>
        <path d="M21 10v11a5 5 0 0 1-10 0V11a3.2 3.2 0 0 1 6.4 0v9.4a1.4 1.4 0 0 1-2.8 0V12" fill="none" \
        stroke="#fff" stroke-width="2.2" stroke-linecap="round"/>
        </svg>

        """
}
