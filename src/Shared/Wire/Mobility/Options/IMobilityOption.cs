using System.Diagnostics.CodeAnalysis;

namespace DsMip.Wire.Mobility;

/// <summary>The reading side of <see cref="MobilityOption"/>, one per option type.</summary>
public interface IMobilityOption<TSelf> where TSelf : MobilityOption, IMobilityOption<TSelf>
{
    /// <summary>Reads Option Data: the bytes after Option Length, exactly as many as it says. False: too short or too long for the type.</summary>
    static abstract bool TryRead(ReadOnlySpan<byte> data, [NotNullWhen(true)] out TSelf? option);
}
