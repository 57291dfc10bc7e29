import HTMLPages
import HTTPTypes
import Hummingbird
import WebDAV

extension ErrorPage {
    /// Makes the page that a reader gets in place of a body that programs read.
    init(_ error: WebDAVError, at path: PagePath) {
        let back = path.event.map { Crumb("Back to the event", PagePath.event($0).link()) }
        self.init(
            title: Self.title(of: error),
            sentence: error == .notFound ? Self.absence : error.message,
            back: back ?? Crumb("My calendars", PagePath.home.link())
        )
    }

    private static let absence = "Perhaps it was removed, or has another name now."

    private static func title(of error: WebDAVError) -> String {
        switch error.status {
        case .unauthorized: "Please log in"
        case .forbidden: "That is not possible"
        case .notFound: "There is nothing here"
        case .gone: "That is gone"
        case .preconditionFailed: "That has changed meanwhile"
        case .contentTooLarge, .insufficientStorage: "There is no room for that"
        case .tooManyRequests, .serviceUnavailable: "Please try again later"
        case let status where status.kind == .serverError: "Something went wrong"
        default: "That was not understood"
        }
    }
}

extension WebDAVError {
    /// Returns the answer to a request: a page where a page was asked for, and the body of RFC 4918 §16 anywhere else.
    ///
    /// - Parameters:
    ///   - request: The request.
    ///   - hasPages: Whether the front has pages; without them there is no style sheet for one of an error either.
    /// - Returns: The answer.
    func response(to request: Request, hasPages: Bool) -> Response {
        let path = request.uri.path
        guard hasPages, path == "/\(PagePath.root)" || path.hasPrefix("/\(PagePath.root)/") else { return response }
        var page = PagePath.home
        if case .page(let named)? = try? ResourcePath(parsing: path) { page = named }
        return .page(ErrorPage(self, at: page), status: status, for: nil)
    }
}
