using System.Diagnostics;

namespace DsMip.Lab.Topology;

/// <summary>
/// Removes the lab: the files of its runs, what runs inside its namespaces, then the namespaces. As a companion process it waits on a pipe from
/// this one, so that the lab goes away even if this process is killed.
/// </summary>
internal sealed class LeftoverRemover
{
    private const string Removal = """
        rm -rf /run/dsmip-lab/work /run/dsmip-lab/dsm-*
        cd /run/netns 2>/dev/null || exit 0
        spaces=$(ls -d dsm-ha dsm-core dsm-cn dsm-air dsm-nat1 dsm-nat2 dsm-mn dsm-mn2 dsm-lan dsm-c1 dsm-c2 dsm-c3 dsm-e1 dsm-e2 dsm-db dsm-mgmt dsm-load 2>/dev/null)
        for space in $spaces; do
          pids=$(ip netns pids "$space"); [ -z "$pids" ] || kill -9 $pids 2>/dev/null
        done
        for space in $spaces; do ip netns del "$space"; done
        rm -rf /run/dsmip-lab/dsmip-pg-*
        exit 0
        """;

    private readonly Process _companion;

    private LeftoverRemover(Process companion) => _companion = companion;

    public static void RunNow() => Shell.Run("sh", ["-c", Removal]);

    public static LeftoverRemover Start()
    {
        var start = new ProcessStartInfo("setsid", ["sh", "-c", "read answer; [ \"$answer\" = dismissed ] && exit\n" + Removal])
        {
            RedirectStandardInput = true,
        };
        return new LeftoverRemover(Process.Start(start) ?? throw new LabException("setsid did not start"));
    }

    public void Dismiss()
    {
        if (!_companion.HasExited)
        {
            _companion.StandardInput.WriteLine("dismissed");
            _companion.StandardInput.Close();
            _companion.WaitForExit();
        }

        _companion.Dispose();
    }
}
