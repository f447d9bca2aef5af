namespace DsMip.Tunnel;

/// <summary>Where an extension header lies, in bytes from the start of the frame.</summary>
/// <param name="Link">Offset of the Next Header field that names this header.</param>
/// <param name="Offset">First byte; its first octet is the following Next Header value.</param>
/// <param name="Length">Bytes; 0: there is none.</param>
/// <param name="Address">Offset of the home address inside.</param>
internal readonly record struct ExtensionHeader(int Link, int Offset, int Length, int Address)
{
    public bool Exists => Length != 0;
}
