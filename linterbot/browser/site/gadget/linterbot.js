// "Check with linterbot" on the edit form. It opens a page, gives it the text, and lists what that page answers.
// No other script runs here, nothing is sent to a server, and nothing keeps anybody from saving. docs/gadget.md
mw.loader.using( [ 'mediawiki.util', 'jquery.textSelection' ] ).then( function () {
	var home = 'https://linter.example/', origin = home.split( '/' ).slice( 0, 3 ).join( '/' ),
		$box = $( '#wpTextbox1' ), config = mw.config.get.bind( mw.config ), tab, timer, before, key,
		$button, $out;
	if ( !$box.length || $( '#linterbot' ).length ) { return; }

	function text() { return $box.textSelection( 'getContents' ); }
	// The text before this edit, also after a preview: the form keeps the time when it was first opened.
	key = 'linterbot ' + config( 'wgPageName' ) + $( '[name=wpStarttime]' ).val();
	before = mw.storage.session.get( key );
	if ( typeof before !== 'string' ) { before = text(); mw.storage.session.set( key, before ); }

	function say( words, $more ) { $out.text( words ).append( $more || '' ); }
	function send( what ) { what.linterbot = 1; tab.postMessage( what, origin ); }
	function check() {
		send( { do: 'check', text: text(), before: before, title: config( 'wgPageName' ).replace( /_/g, ' ' ),
			namespace: config( 'wgFormattedNamespaces' )[ config( 'wgNamespaceNumber' ) ],
			api: location.origin + mw.util.wikiScript( 'api' ) } );
	}
	function lost( words ) {
		clearTimeout( timer );
		tab = null;
		say( words + ' ', [ $( '<a>' ).attr( { href: home, target: '_blank' } ).text( 'Open linterbot' ), ' ',
			$( '<button type="button">' ).text( 'Copy the text' ).on( 'click', function () {
				navigator.clipboard.writeText( text() ); } ) ] );
	}
	function select( start, end ) {
		$box.trigger( 'focus' ).textSelection( 'setSelection', { start: start, end: end } )
			.textSelection( 'scrollToCaretPosition' );
	}
	// Replaces only what differs, as if it were typed, so that undo takes it back.
	function change( was, now ) {
		var a = 0, b = 0, most = Math.min( was.length, now.length );
		if ( text() !== was || was === now ) { return; }
		while ( a < most && was[ a ] === now[ a ] ) { a++; }
		while ( b < most - a && was[ was.length - 1 - b ] === now[ now.length - 1 - b ] ) { b++; }
		select( a, was.length - b );
		$box.textSelection( 'replaceSelection', now.slice( a, now.length - b ) );
		check();
	}
	function item( found ) {
		return $( '<li>' ).append( $( '<a href="#">' ).text( 'Line ' + found.location.row + ': ' + found.name )
			.on( 'click', function () { select( found.start, found.end ); return false; } ),
		document.createTextNode( ' – ' + found.message + ' ' ), found.difference && $( '<button type="button">' )
			.text( 'Repair' ).attr( 'title', found.fix.description ).on( 'click', function () {
				send( { do: 'repair', text: text(), fingerprint: found.fingerprint } ); } ) );
	}
	function list( all, isNew ) {
		return $( '<ul>' ).append( all.filter( function ( one ) { return one.new === isNew; } ).map( item ) );
	}
	$out = $( '<div role="status">' );
	$button = $( '<button type="button" id="linterbot">' ).text( 'Check with linterbot' ).on( 'click', function () {
		if ( tab && !tab.closed ) { return check(); }
		tab = window.open( home + '#from-wiki' + Date.now(), 'linterbot' );
		if ( !tab ) { return lost( 'The browser did not let linterbot open.' ); }
		say( 'linterbot is loading; come back to this tab.' );
		timer = setTimeout( lost, 20000, 'linterbot does not answer.' );
	} );
	$box.closest( 'form' ).find( '.editOptions' ).first().before( $button, $out );

	window.addEventListener( 'message', function ( e ) {
		if ( e.origin !== origin || e.source !== tab || !e.data || e.data.linterbot !== 1 ) { return; }
		clearTimeout( timer );
		if ( e.data.ready ) { check(); }
		if ( typeof e.data.repaired === 'string' ) { change( e.data.was, e.data.repaired ); }
		if ( e.data.findings ) {
			say( e.data.words, [ list( e.data.findings, true ), e.data.findings.some( function ( one ) { return !one.new; } ) &&
				$( '<details>' ).append( $( '<summary>' ).text( 'On lines that were here before' ), list( e.data.findings, false ) ) ] );
		}
	} );
} );
