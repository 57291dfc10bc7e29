import BlobModel
import HTTPSemantics
import HTTPTypes
import Hummingbird
import NIOCore
import NIOHTTP1
import SQLDatabase
import ServiceSupport
import WebDAV

extension WebDAVError {
    /// Finds the answer to an error of any kind; what is not known to be the client's fault is a fault of the service.
    init(answering error: any Error) {
        switch error {
        case let error as WebDAVError: self = error
        case let error as AuthenticationError: self.init(error)
        case let error as ResourcePathError: self.init(error)
        case let error as MethodNotAllowed: self.init(.methodNotAllowed, error.reason)
        case let error as HTTPFieldError: self.init(.badRequest, error.description)
        case let error as SQLError: self.init(error)
        case let error as BlobError: self.init(error)
        case let error as HTTPError:
            self.init(error.status, error.body ?? error.status.reasonPhrase)
        case is RequestBodyError, is HTTPParserError:
            self.init(.badRequest, "The body broke off.")
        case is ObjectWriteOutdated: self = .overtaken
        case is BudgetExhausted: self = .overloaded
        case is CancellationError: self = .givenUp
        default: self = .internalFault
        }
    }

    /// The request was cancelled by a shutdown, or because its connection is gone.
    private static let givenUp = WebDAVError(.serviceUnavailable, "The request was given up.")

    /// There was no room for the request, or its user has too many already.
    private static let overloaded = WebDAVError(
        .serviceUnavailable,
        "There is no room for one more request like this; send it again later."
    )

    /// A PUT was overtaken as often as it was begun.
    private static let overtaken = WebDAVError(.serviceUnavailable, "An attachment of the data changed meanwhile.")

    /// A fault of the service; what it was is in the log.
    private static let internalFault = WebDAVError(.internalServerError, "The service failed.")

    private init(_ error: AuthenticationError) {
        switch error {
        case .credentialsMissing:
            self.init(.unauthorized, "The request does not prove who its user is.")
        case .malformed: self.init(.unauthorized, "The Authorization field is malformed.")
        case .tokenRefused(let refusal): self.init(.unauthorized, refusal.description)
        case .refused: self.init(.unauthorized, "The user name or the password is wrong.")
        case .slowed(let seconds):
            self.init(.tooManyRequests, "Too many attempts failed. The next one is looked at in \(seconds) s.")
        case .busy: self.init(.serviceUnavailable, "Too many passwords wait to be verified.")
        case .keysMissing: self.init(.serviceUnavailable, "The keys of tokens have not been loaded yet.")
        }
    }

    private init(_ error: ResourcePathError) {
        switch error {
        case .malformedSegment:
            self.init(.badRequest, "The path has a segment that is not a valid name.")
        case .tooLong(let limit):
            self.init(.uriTooLong, "The path, or a segment of it, is longer than \(limit) bytes.")
        case .unknown: self = .notFound
        }
    }

    private init(_ error: BlobError) {
        switch error {
        case .unavailable, .misplaced:
            self.init(.serviceUnavailable, "The storage of attachments cannot be reached.")
        case .staleShardMap:
            self.init(.serviceUnavailable, "The storage of attachments was extended meanwhile; send the request again.")
        // RFC 4331 §6: DAV:sufficient-disk-space, "there must be sufficient physical space".
        case .insufficientSpace: self.init(.sufficientDiskSpace, "The storage of attachments has no space left.")
        // RFC 3253 §1.6: "403 (Forbidden) if the request should not be repeated because it will always fail"; a 507 would
        // say that the condition is "considered to be temporary" (RFC 4918 §11.5).
        case .domainErased:
            self.init(.forbidden, "The files of this calendar home were erased for good; it can take no new ones.")
        case .tooLarge(let limit): self.init(.contentTooLarge, "The body is larger than \(limit) bytes.")
        case .bodyFailed: self.init(.badRequest, "The body broke off.")
        case .notFound, .gone, .referenceNotFound, .referenceConflict, .rangeNotSatisfiable, .corrupt:
            self = .internalFault
        }
    }

    private init(_ error: SQLError) {
        switch error {
        case .busy: self.init(.serviceUnavailable, "The service is too busy.")
        case .cancelled: self = .givenUp
        case .full: self.init(.sufficientDiskSpace, "The service has no space left.")
        default: self = .internalFault
        }
    }
}
