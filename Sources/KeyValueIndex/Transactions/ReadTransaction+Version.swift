import CLMDB
import Synchronization

extension ReadTransaction {
    /// The version of what the snapshot shows; no snapshot that is begun later shows an older one.
    package var version: EnvironmentVersion {
        EnvironmentVersion(
            openings: environment.openings.load(ordering: .relaxed),
            transaction: unsafe mdb_txn_id(pointer)
        )
    }
}
