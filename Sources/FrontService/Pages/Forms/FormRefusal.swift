import AttachmentStore
import HTMLPages
import HTTPSemantics
import HTTPTypes
import ManagedAttachments
import WebDAV

/// Tells people in plain words what refused their form, where a calendar program is told in the terms of the standard.
///
/// Status and precondition stay as they are.
struct FormRefusal {
    private let configuration: FrontConfiguration

    /// Makes the words of a front.
    init(_ configuration: FrontConfiguration) {
        self.configuration = configuration
    }

    /// Returns an error in the reader's words; what is no refusal of a form stays as it is.
    func plain(_ error: any Error) -> any Error {
        switch error {
        case let error as MultipartError:
            WebDAVError(.badRequest, error.description)
        case let violation as ManagedAttachmentViolation:
            WebDAVError(violation).saying(sentence(about: violation))
        case AttachmentStoreError.abandoned:
            WebDAVError(.serviceUnavailable, "The upload took too long and was given up.")
        case let error as WebDAVError:
            sentence(about: error).map { error.saying($0) } ?? error
        default: error
        }
    }

    private func sentence(about violation: ManagedAttachmentViolation) -> String {
        switch violation {
        case .maxAttachmentSize(let limit): "The file is too large: one file can have \(FileSize(limit)) at most."
        case .maxAttachmentsPerResource(let limit):
            "The event has as many files as it can have, which is \(limit). Remove one first."
        case .maxResourceSize: "The event has no room for one more file."
        case .validManagedID(.unknown(_)): "The file is not there any more."
        case .validRID(.unknown(_)): "The event does not take place at that time any more."
        case .attendeeChange: "Only the organizer can change the files of this event."
        case .validAction, .validManagedID, .validRID, .validManagedIDParameter, .attachmentsNotAllowed:
            violation.description
        }
    }

    private func sentence(about error: WebDAVError) -> String? {
        // Both quotas have the precondition, and it is not always the files that are too many.
        if error == .quotaExceeded(configuration.quotaBytes) {
            let limit = FileSize(configuration.quotaBytes)
            return "There is no room for the file: all your files together can have \(limit). Remove one first."
        }
        if error.precondition == .quotaNotExceeded {
            let limit = FileSize(configuration.calendarQuotaBytes)
            return "There is no room in your calendars for one more file: all events together can have \(limit)."
        }
        guard error.status == .preconditionFailed else { return nil }
        return "The event was changed meanwhile. Look at it again before you go on."
    }
}

extension WebDAVError {
    /// Returns the same error with another sentence.
    fileprivate func saying(_ sentence: String) -> WebDAVError {
        WebDAVError(status: status, precondition: precondition, message: sentence)
    }
}
