namespace DsMip.Bench;

/// <summary>One line of the final table.</summary>
/// <param name="Nanoseconds">Mean time of one operation.</param>
/// <param name="AllocatedBytes">Garbage of one operation.</param>
public sealed record Row(string Group, string Name, double Nanoseconds, long AllocatedBytes)
{
    public const string Copy = "buffer copy";
    public const string RawAesGcm = "platform AES-GCM";

    /// <summary>Names that begin so run once per packet and must not allocate.</summary>
    public const string PerPacket = "packet: ";

    // What the runner itself allocates once per measurement shows up as a byte or so per packet; the tests assert the exact zero.
    private const int SmallestObject = 24;

    public bool BreaksTheRule => Name.StartsWith(PerPacket, StringComparison.Ordinal) && AllocatedBytes >= SmallestObject;
}
