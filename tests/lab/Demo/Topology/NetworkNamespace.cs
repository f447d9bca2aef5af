using System.Runtime.InteropServices;

namespace DsMip.Lab.Topology;

/// <summary>Commands and sockets inside one named network namespace; nothing here acts on the machine's own.</summary>
public sealed class NetworkNamespace(string name)
{
    private const int CloneNewNet = 0x40000000;

    public string Name { get; } = name.StartsWith(AddressPlan.NamespacePrefix, StringComparison.Ordinal)
        ? name
        : throw new LabException($"{name} is not a namespace of the lab");

    /// <summary>Whether the kernel filters packets by nftables; User-Mode Linux as Debian builds it has iptables only.</summary>
    public bool HasNftables => TryExec("nft", "--check", "add table ip dsmip_probe").ExitCode == 0;

    /// <summary>Runs the lines through one `ip -batch`.</summary>
    public void Ip(params IEnumerable<string> lines) => Shell.Run("ip", ["-n", Name, "-batch", "-"], string.Join('\n', lines) + "\n");

    public void Nft(string ruleset) => Exec(["nft", "-f", "-"], ruleset);

    public string Exec(IEnumerable<string> command, string? input = null) => Shell.Run("ip", ["netns", "exec", Name, .. command], input);

    /// <summary>The kernel's IPsec states, a first line each: <c>src A dst B</c>.</summary>
    public IReadOnlyList<string> States() =>
        [.. Exec(["ip", "xfrm", "state"]).Split('\n').Where(line => line.StartsWith("src ", StringComparison.Ordinal))];

    public Shell.Result TryExec(params IEnumerable<string> command) => Shell.Try("ip", ["netns", "exec", Name, .. command]);

    /// <summary>Writes keys of /proc/sys/net as this namespace sees them, e.g. <c>ipv6/conf/all/forwarding=1</c>.</summary>
    public void Sysctl(params IEnumerable<string> settings) => Enter(() =>
    {
        foreach (var setting in settings)
        {
            var (key, value) = (setting[..setting.IndexOf('=', StringComparison.Ordinal)], setting[(setting.IndexOf('=', StringComparison.Ordinal) + 1)..]);
            File.WriteAllText("/proc/sys/net/" + key, value);
        }

        return true;
    });

    /// <summary>
    /// Calls <paramref name="action"/> on a thread that lives in this namespace. A socket belongs to the namespace it was made in, so
    /// one made here may be used from any thread afterwards.
    /// </summary>
    public T Enter<T>(Func<T> action)
    {
        T result = default!;
        Exception? failure = null;
        var thread = new Thread(() =>
        {
            try
            {
                using var handle = File.OpenHandle("/run/netns/" + Name);
                if (SetNamespace(handle.DangerousGetHandle().ToInt32(), CloneNewNet) != 0)
                {
                    throw new LabException($"setns {Name}: {Marshal.GetLastPInvokeErrorMessage()} (the lab needs root)");
                }

                result = action();
            }
            catch (Exception e)
            {
                failure = e;
            }
        });
        thread.Start();
        thread.Join();
        return failure is null ? result : throw new LabException($"in {Name}: {failure.Message}", failure);
    }

    [DllImport("libc", EntryPoint = "setns", SetLastError = true)]
    private static extern int SetNamespace(int descriptor, int kind);
}
