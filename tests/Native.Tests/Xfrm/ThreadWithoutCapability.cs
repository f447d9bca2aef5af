using System.Runtime.InteropServices;

namespace DsMip.Native.Tests.Xfrm;

/// <summary>Capabilities belong to threads: what runs here has none of CAP_NET_ADMIN (capabilities(7)), the rest of the process keeps it.</summary>
internal static unsafe partial class ThreadWithoutCapability
{
    private const uint Version = 0x20080522; // _LINUX_CAPABILITY_VERSION_3
    private const int NetAdmin = 12;

    internal static T Run<T>(Func<T> action)
    {
        var result = default(T)!;
        Exception? failure = null;
        var thread = new Thread(() =>
        {
            try
            {
                Drop();
                result = action();
            }
            catch (Exception e)
            {
                failure = e;
            }
        });
        thread.Start();
        thread.Join();
        return failure is null ? result : throw new InvalidOperationException("without CAP_NET_ADMIN", failure);
    }

    private static void Drop()
    {
        uint* header = stackalloc uint[] { Version, 0 };
        // Effective, permitted and inheritable of capabilities 0 to 31, then of the others.
        uint* sets = stackalloc uint[6];
        if (Get(header, sets) != 0) throw new InvalidOperationException(Marshal.GetLastPInvokeErrorMessage());
        sets[0] &= ~(1u << NetAdmin);
        if (Set(header, sets) != 0) throw new InvalidOperationException(Marshal.GetLastPInvokeErrorMessage());
    }

    [LibraryImport("libc", EntryPoint = "capget", SetLastError = true)]
    private static partial int Get(void* header, void* sets);

    [LibraryImport("libc", EntryPoint = "capset", SetLastError = true)]
    private static partial int Set(void* header, void* sets);
}
