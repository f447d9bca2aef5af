namespace DsMip.Wire.Tests.Oracles;

/// <summary>A test that asks a program of somebody else. Skipped with the reason where the program is missing, but never in CI.</summary>
internal sealed class OracleFactAttribute : FactAttribute
{
    public OracleFactAttribute(string program)
    {
        if (Environment.GetEnvironmentVariable("CI") == "true") return;
        Skip = program switch
        {
            "tshark" => OracleProgram.Reason("tshark", "--version"),
            "scapy" => OracleProgram.Reason(OracleProgram.Python, "-c", "import importlib.util as u; exit(u.find_spec('scapy') is None)"),
            _ => throw new ArgumentOutOfRangeException(nameof(program)),
        };
    }
}
