using System.Globalization;
using DsMip.Lab.Topology;

namespace DsMip.Lab.Charon;

/// <summary>What one of several charons on a machine has for itself.</summary>
/// <param name="Directory">Its own; a socket's path must not be longer than 107 characters.</param>
internal sealed record CharonFiles(string Directory)
{
    public string Configuration => Path.Combine(Directory, "strongswan.conf");

    public string ViciSocket => Path.Combine(Directory, "charon.vici");

    /// <summary>IKE, in full; packets and keys are not in it.</summary>
    public string Log => Path.Combine(Directory, "charon.log");

    /// <summary>
    /// Debian's plugins as Debian configures them, then the settings that operators of DsMip use, then what makes this charon one among several.
    /// </summary>
    public void Write(string settings)
    {
        System.IO.Directory.CreateDirectory(Directory);
        File.WriteAllText(Configuration, string.Create(CultureInfo.InvariantCulture, $$"""
            charon {
              load_modular = yes
              plugins {
                include /etc/strongswan.d/charon/*.conf
              }
            }
            {{OperatorsSettings}}
            charon {
              filelog {
                own {
                  path = {{Log}}
                  time_format = %T
                  flush_line = yes
                  default = 1
                  ike = 2
                  knl = 2
                }
              }
              plugins {
                vici {
                  socket = unix://{{ViciSocket}}
                }
                lookip {
                  load = no
                }
                error-notify {
                  load = no
                }
              }
            }
            {{settings}}

            """));
    }

    private static string OperatorsSettings
    {
        get
        {
            using var stream = typeof(CharonFiles).Assembly.GetManifestResourceStream("dsmip.conf")
                ?? throw new LabException("deploy/strongswan/dsmip.conf is not in the lab's program");
            using var reader = new StreamReader(stream);
            return reader.ReadToEnd();
        }
    }
}
