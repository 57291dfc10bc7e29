import ServiceSupport

extension FrontRequest {
    /// Lets the client know from time to time that its request is still worked on, where the operator has set so.
    ///
    /// RFC 8607 §3.11.7: "Servers SHOULD use the "102 (Processing)" interim response … to keep the client connection alive
    /// if the response will take some time."
    func announcesProcessing(_ notice: ProcessingNotice?) {
        context.announceProcessing(notice)
    }
}
