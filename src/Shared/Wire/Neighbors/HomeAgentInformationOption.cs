namespace DsMip.Wire.Neighbors;

/// <summary>The Home Agent Information option of Router Advertisements, type 8 (RFC 6275 7.4; flag R of RFC 3963 7.3).</summary>
/// <remarks>
/// <code>
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |    Type = 8   |  Length = 1   |R|          Reserved           |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |     Home Agent Preference     |      Home Agent Lifetime      |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// </code>
/// </remarks>
/// <param name="Preference">Of two home agents the one with more is to be preferred.</param>
/// <param name="LifetimeSeconds">For so long the router is a home agent; not 0 in what is sent.</param>
/// <param name="MobileRouters">The home agent serves mobile routers.</param>
public readonly record struct HomeAgentInformationOption(ushort Preference, ushort LifetimeSeconds, bool MobileRouters = false)
{
    public const byte OptionType = 8;

    /// <summary>Bytes, Type and Length included.</summary>
    public const int Size = 8;

    private const ushort MobileRoutersFlag = 0x8000;

    public void Write(ref WireWriter writer)
    {
        writer.WriteByte(OptionType);
        writer.WriteByte(Size / 8);
        writer.WriteUInt16(MobileRouters ? MobileRoutersFlag : (ushort)0);
        writer.WriteUInt16(Preference);
        writer.WriteUInt16(LifetimeSeconds);
    }

    /// <summary>Reads the option's bytes after Type and Length; false unless they are 6.</summary>
    public static bool TryRead(ReadOnlySpan<byte> data, out HomeAgentInformationOption option)
    {
        option = default;
        if (data.Length != Size - 2) return false;
        var reader = new WireReader(data);
        reader.TryReadUInt16(out var flags);
        reader.TryReadUInt16(out var preference);
        reader.TryReadUInt16(out var lifetime);
        option = new HomeAgentInformationOption(preference, lifetime, (flags & MobileRoutersFlag) != 0);
        return true;
    }
}
