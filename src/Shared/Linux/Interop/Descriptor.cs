using Microsoft.Win32.SafeHandles;

namespace DsMip.Linux.Interop;

/// <summary>A file descriptor that closes itself. Descriptor 0 is never one of ours.</summary>
internal sealed class Descriptor() : SafeHandleZeroOrMinusOneIsInvalid(ownsHandle: true)
{
    public int Number => (int)handle;

    protected override bool ReleaseHandle() => Libc.Close((int)handle) == 0;
}
