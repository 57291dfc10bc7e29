import struct AttachmentStore.Attachment

/// An attachment of the store, whose own name is that of a type of the testing library as well.
typealias StoredAttachment = Attachment
