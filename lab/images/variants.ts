/** An image of Glance that the lab builds. */
export interface GlanceVariant {
  /** Name of its archive and root file system. */
  name: string;
  /** Version of Glance. */
  version: string;
  /** Folder of the Python environment. */
  environment: string;
  /** Debian packages that it does not have. @default none */
  without?: readonly string[];
  /** Packages of PyPI that it has besides, each with its version. @default none */
  extra?: readonly string[];
  /** Versions in place of those of constraints.txt, where this Glance needs older ones. @default none */
  older?: Readonly<Record<string, string>>;
  /** What is moved or taken away in the end; a shell script with the folder of the environment in VENV. @default nothing */
  rearrange?: string;
}

const debianUwsgi = ["uwsgi-core", "uwsgi-plugin-python3"];
const uwsgi = "pyuwsgi==2.0.30.post1";

/** Former versions of Glance read `[keystone_authtoken] identity_uri` when they pass a request on, which later ones lack. */
const beforeGlance33 = { keystonemiddleware: "12.0.0" };

/** The image of image/, which every lab has. */
export const ownVariant: GlanceVariant = {
  name: "glance",
  version: "33.0.0",
  environment: "/opt/glance",
};

/** Images in which everything lies where published ones have it; a lab has them when it is told to. */
export const publishedVariants: readonly GlanceVariant[] = [
  {
    name: "glance-kolla-debian",
    version: "30.2.0",
    environment: "/var/lib/kolla/venv",
    extra: [uwsgi],
    older: { ...beforeGlance33, "oslo.db": "17.2.1", SQLAlchemy: "2.0.38" },
  },
  {
    name: "glance-atmosphere",
    version: "31.1.0",
    older: beforeGlance33,
    environment: "/var/lib/openstack",
    without: ["apache2-bin", ...debianUwsgi],
    extra: [uwsgi],
    rearrange: `
mkdir "$VENV/etc"
mv /etc/glance "$VENV/etc/glance"
mkdir /etc/glance
userdel glance
groupadd --gid 42424 glance
useradd --uid 42424 --gid 42424 --home-dir /var/lib/glance --no-create-home --shell /usr/sbin/nologin glance
find "$VENV" -name __pycache__ -type d -prune -exec rm -rf {} +
`,
  },
  {
    name: "glance-kolla-rocky",
    version: "32.0.0",
    older: beforeGlance33,
    environment: "/var/lib/kolla/venv",
    without: debianUwsgi,
    extra: [uwsgi],
    rearrange: `
mv /usr/sbin/apache2 /usr/sbin/httpd
mkdir -p /usr/lib64/httpd
mv /usr/lib/apache2/modules /usr/lib64/httpd/modules
rm -rf /usr/lib/apache2
`,
  },
];

/** Reference under which a node knows the image. */
export function imageReference({ name, version }: GlanceVariant): string {
  return `lab.local/${name}:${version}`;
}

/** The variants that the lab builds: its own, and those that GLANCE_LAB_IMAGES names, or all of them. */
export function wantedVariants(names = process.env["GLANCE_LAB_IMAGES"] ?? ""): GlanceVariant[] {
  const wanted = names.split(",");
  const isWanted = ({ name }: GlanceVariant) => wanted.includes("all") || wanted.includes(name);
  return [ownVariant, ...publishedVariants.filter(isWanted)];
}
