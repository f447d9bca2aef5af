namespace DsMip.Load;

/// <summary>What should be zero whatever the home agent does, except that <paramref name="QueueDrops"/> and <paramref name="NotSent"/> tell of an overloaded machine.</summary>
/// <param name="MisdeliveredAcknowledgements">Came to a place where their node is not and was not a moment ago.</param>
/// <param name="Unopened">Acknowledgements that no SA opened: forged, replayed, or of other keys.</param>
/// <param name="Unknown">Frames for none of the nodes.</param>
/// <param name="NotSent">Frames that the kernel refused.</param>
/// <param name="QueueDrops">Frames that came faster than they were read.</param>
public sealed record LoadFaults(long MisdeliveredAcknowledgements, long Unopened, long Unknown, long NotSent, long QueueDrops);
