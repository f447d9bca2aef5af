namespace DsMip.Wire;

/// <summary>Where one IPv6 extension header lies in its packet (RFC 8200 4).</summary>
/// <param name="Type">Its protocol number.</param>
/// <param name="Offset">From the start of the packet, bytes.</param>
/// <param name="Length">Bytes.</param>
/// <param name="NextHeader">The protocol number of what follows.</param>
/// <param name="LinkOffset">Where the Next Header field of the header before it lies: the byte to change when this header is taken out.</param>
public readonly record struct ExtensionHeader(byte Type, int Offset, int Length, byte NextHeader, int LinkOffset);
