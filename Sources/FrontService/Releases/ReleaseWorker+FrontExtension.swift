package import ServiceLifecycle

extension ReleaseWorker: FrontExtension {
    /// The worker itself, which is the whole extension.
    package var services: [any Service] { [self] }
}
