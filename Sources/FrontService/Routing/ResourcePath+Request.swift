import HTTPTypes
import Hummingbird
import WebDAV

extension ResourcePath {
    /// Finds the resource that a request is about, as its method sees the path.
    ///
    /// MKCALENDAR and MKCOL name a collection, with or without its closing slash (RFC 4918 §5.2).
    ///
    /// - Parameter request: The request.
    /// - Returns: The resource.
    /// - Throws: ``ResourcePathError``; `WebDAVError` 409 or 403 where the method would make a resource at a place where
    ///   none can be.
    static func target(of request: Request) throws -> ResourcePath {
        let path = request.uri.path
        let makesCollection = [.mkcalendar, .mkcol].contains(request.method)
        do {
            return try ResourcePath(parsing: makesCollection ? withoutClosingSlash(path) : path)
        } catch {
            guard error == .unknown, makesCollection || request.method == .put else { throw error }
            throw refusal(of: path, makesCollection: makesCollection)
        }
    }

    /// Returns why nothing can be made at a path that names nothing.
    ///
    /// RFC 4918 §9.7.1: "A PUT that would result in the creation of a resource without an appropriately scoped parent
    /// collection MUST fail with a 409 (Conflict)." §9.3: "When MKCOL is processed, all ancestors MUST already exist, or the
    /// method MUST fail with a 409 (Conflict) status code."
    private static func refusal(of path: String, makesCollection: Bool) -> WebDAVError {
        guard isInCollection(path) else { return .parentMissing }
        return makesCollection ? .noPlaceForCalendar : .notFound
    }

    private static func withoutClosingSlash(_ path: String) -> String {
        path.hasSuffix("/") && !path.hasSuffix("//") && path != "/" ? String(path.dropLast()) : path
    }
}
